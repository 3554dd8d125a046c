import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';
import { OperationPipeline } from 'nestjs-observability';
import { sentry, type SentryOptions } from 'nestjs-observability/sentry';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { freePort } from '../support/free-port.js';
import '../support/matchers.js';

let failures = 0;

@Controller()
class FailingController {
  @Get('fail')
  fail(): never {
    throw new Error(`no stock ${++failures}`);
  }
}

/** An ingest that answers as it is told; `undefined` never does. */
class Ingest {
  answer: number | undefined = 200;
  received = 0;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor() {
    this.server = createServer((request, response) => {
      this.received++;
      request.resume().on('end', () => {
        if (this.answer !== undefined) response.writeHead(this.answer).end('{}');
      });
    });
    this.server.on('connection', (socket) => this.sockets.add(socket));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get dsn(): string {
    return `http://key@127.0.0.1:${(this.server.address() as AddressInfo).port}/1`;
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}

let ingest: Ingest;

beforeEach(async () => void (ingest = await new Ingest().start()));
afterEach(async () => {
  await closeApplications();
  ingest.stop();
});

function start(options: SentryOptions = {}, flushTimeoutMs = 500) {
  const plugins = [sentry({ dsn: ingest.dsn, ...options })];
  const shutdown = { flushTimeoutMs };
  return startApplication({ controllers: [FailingController], observability: { plugins, shutdown } });
}

async function fail(application: RunningApplication, count = 1): Promise<number[]> {
  const responses = await Promise.all(Array.from({ length: count }, () => application.request('/fail')));
  return responses.map(({ status }) => status);
}

function warnings({ recorder }: RunningApplication): unknown[] {
  return recorder.lines.filter(({ target }) => target === 'Observability').map(({ message }) => message);
}

describe('A Sentry that', () => {
  it.each<[string, () => SentryOptions, string]>([
    ['is not there', () => ({ dsn: 'set by the test' }), 'unreachable'],
    ['refuses', () => ((ingest.answer = 503), {}), 'rejected'],
    ['asks for a pause', () => ((ingest.answer = 429), {}), 'rate_limited'],
    ['never answers', () => ((ingest.answer = undefined), { timeoutMs: 100 }), 'timeout'],
  ])('%s costs no request anything: errors are counted as lost, and one line says so', async (_what, given, reason) => {
    const asked = given();
    const options = asked.dsn === undefined ? asked : { dsn: `http://key@127.0.0.1:${await freePort()}/1` };
    const application = await start(options);

    const statuses = await fail(application, 3);

    expect(statuses).toEqual([500, 500, 500]);
    await application.recorder.waitFor(() => warnings(application).length > 0);
    const labels = { signal: 'sentry', reason };
    await expect(lost(application, 3)).resolves.toEqual(labels);
    expect(warnings(application)).toEqual([expect.stringContaining(`could not be sent to Sentry (${reason})`)]);
  });

  it('never answers is bounded: what is too much is dropped, and all is accounted for', async () => {
    ingest.answer = undefined;
    const application = await start({ timeoutMs: 60_000 });

    await fail(application, 80);
    await application.recorder.waitFor(() => ingest.received >= 30);
    const startedAt = performance.now();
    await application.close();

    expect(performance.now() - startedAt).toBeLessThan(10_000);
    const [full, given] = ['queue_full', 'timeout'].map((reason) => droppedBy(application, reason));
    expect([full, given]).toEqual([16, 64]);
  });

  it('comes back is used again, and a line says so', async () => {
    ingest.answer = 503;
    const application = await start();
    await fail(application);
    await application.recorder.waitFor(() => warnings(application).length === 1);

    ingest.answer = 200;
    await fail(application);

    await application.recorder.waitFor(() => warnings(application).length === 2 || ingest.received === 2);
    expect(ingest.received).toBe(2);
  });

  it('is told nothing where no DSN says where it is', async () => {
    const application = await startApplication({
      controllers: [FailingController],
      observability: { plugins: [sentry()] },
    });

    await fail(application);
    await delay(0);

    expect([ingest.received, warnings(application)]).toEqual([0, []]);
  });
});

describe('Options that cannot be', () => {
  it('are refused at start, all together, without the key of the DSN', async () => {
    const starting = start({ dsn: 'https://secret-key@/', sampleRate: 2, maxBreadcrumbs: -1 });

    await expect(starting).rejects.toThrow(/sentry\.dsn[^]*sentry\.sampleRate[^]*sentry\.maxBreadcrumbs/);
    await expect(start({ dsn: 'https://secret-key@/' })).rejects.not.toThrow(/secret-key/);
  });
});

/** The labels under which `count` errors are counted as lost, once they are. */
async function lost(application: RunningApplication, count: number): Promise<Record<string, string> | undefined> {
  const deadline = performance.now() + 5000;
  while (performance.now() < deadline) {
    for (const line of (await application.scrape()).split('\n')) {
      const [, labels, value] = /^observability_dropped_total\{(signal="sentry"[^}]*)\} (\d+)$/.exec(line) ?? [];
      if (labels !== undefined && Number(value) === count)
        return Object.fromEntries(labels.split(',').map((label) => label.replaceAll('"', '').split('='))) as Record<
          string,
          string
        >;
    }
    await delay(20);
  }
  return undefined;
}

function droppedBy({ app }: RunningApplication, reason: string): number | undefined {
  const { diagnostics } = app.get(OperationPipeline);
  return [...diagnostics.drops.values()].find(
    ({ labels }) => labels['signal'] === 'sentry' && labels['reason'] === reason,
  )?.value;
}
