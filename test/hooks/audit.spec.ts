import {
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Delete, ForbiddenException, Get, Injectable, Param } from '@nestjs/common';
import { Audited, AuditService, ObservabilityService } from 'nestjs-observability';
import {
  closeApplications,
  platforms,
  startApplication,
  type ApplicationSpec,
  type RunningApplication,
} from '../support/application.js';
import '../support/matchers.js';

@Injectable()
class OrdersService {
  @Audited({ action: 'order.cancel', target: ([id]) => `order/${id}`, details: (_args, result) => ({ result }) })
  async cancel(id: string): Promise<string> {
    if (id === '0') throw new ForbiddenException();
    if (id === '1') throw new TypeError('broken');
    return `canceled ${id}`;
  }

  @Audited({ action: 'order.read', target: () => raise() })
  read(): string {
    return 'order';
  }
}

function raise(): never {
  throw new Error('callback');
}

@Controller('orders')
class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Delete(':id')
  cancel(@Param('id') id: string): Promise<string> {
    return this.orders.cancel(id);
  }

  @Get(':id')
  read(): string {
    return this.orders.read();
  }
}

type Line = Readonly<Record<string, unknown>>;

const auditLines = ({ recorder }: RunningApplication): Line[] =>
  recorder.lines.filter(({ target }) => target === 'Audit');
const parsed = (text: string): Line[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
const start = (spec: Partial<ApplicationSpec>): Promise<RunningApplication> =>
  startApplication({ controllers: [OrdersController], providers: [OrdersService], ...spec });

let folder: string;

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'audit-'))));
afterEach(async () => {
  await closeApplications();
  rmSync(folder, { recursive: true });
});

describe.each(platforms)('The audit trail on %s', (platform) => {
  it('is in the log whatever its level, sampling and flood limit, with actor, ids and outcome', async () => {
    const application = await start({
      platform,
      observability: {
        logs: { level: 'silent', maxPerSecond: 1 },
        traces: { sampleRatio: 0 },
        identify: ({ headers }) => ({ userId: String(headers['x-user']) }),
      },
    });

    const heard: string[] = [];
    application.app.get(ObservabilityService).on('log', ({ message }) => heard.push(message));

    for (const id of ['7', '7', '0', '1']) {
      await application.request(`/orders/${id}`, {
        method: 'DELETE',
        headers: { 'x-user': 'ann', 'x-request-id': `r-${id}` },
      });
    }
    await application.request('/orders/7', { headers: { 'x-user': 'ann' } });
    await application.recorder.waitFor(() => auditLines(application).length === 5);

    expect(auditLines(application)[0]).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      level: 'INFO',
      target: 'Audit',
      message: 'ann order.cancel order/7: ok',
      trace_id: expect.any(String),
      span_id: expect.any(String),
      request_id: 'r-7',
      user_id: 'ann',
      correlation_id: 'r-7',
      span: expect.any(Object),
      audit: {
        actor: 'ann',
        action: 'order.cancel',
        target: 'order/7',
        outcome: 'ok',
        details: { result: 'canceled 7' },
      },
    });
    const told = auditLines(application).map(({ audit }) => audit as Line);
    expect(told.map(({ target, outcome, details }) => [target, outcome, details])).toEqual([
      ['order/7', 'ok', { result: 'canceled 7' }],
      ['order/7', 'ok', { result: 'canceled 7' }],
      ['order/0', 'denied', { error: 'ForbiddenException' }],
      ['order/1', 'error', { error: 'TypeError' }],
      ['unknown', 'ok', undefined],
    ]);
    expect(application.recorder.lines.length).toBe(5);
    await application.recorder.waitFor(() => heard.length === 5);
    const failures = { handler: 'audit', phase: 'target' };
    await expect(application).toHaveSample('observability_handler_failures_total', failures, 1);
  });

  it('is kept in a file of its own, one whole line each, before the application has closed', async () => {
    const path = join(folder, 'audit.jsonl');
    writeFileSync(path, '{"torn":');
    const application = await start({ platform, observability: { audit: { destination: path } } });
    const audit = application.app.get(AuditService);

    await Promise.all(['7', '8', '9'].map((id) => application.request(`/orders/${id}`, { method: 'DELETE' })));
    expect(await audit.flush()).toBe(true);
    const [torn, ...lines] = readFileSync(path, 'utf8').split('\n');
    audit.record({
      actor: 'cron',
      action: 'orders.purge',
      target: 'orders',
      outcome: 'ok',
      details: { password: 'hunter2' },
    });
    await application.close();

    expect(torn).toBe('{"torn":');
    expect(
      parsed(lines.join('\n'))
        .map(({ message }) => message)
        .toSorted(),
    ).toEqual(['7', '8', '9'].map((id) => `unknown order.cancel order/${id}: ok`));
    expect(parsed(readFileSync(path, 'utf8').slice(torn!.length)).at(-1)!['audit']).toEqual({
      actor: 'cron',
      action: 'orders.purge',
      target: 'orders',
      outcome: 'ok',
      details: { password: '[REDACTED]' },
    });
    expect(auditLines(application)).toEqual([]);
  });
});

describe('The audit trail', () => {
  it('makes its file for its owner alone', async () => {
    const path = join(folder, 'audit.jsonl');

    await start({ observability: { audit: { destination: path } } });

    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('goes on in a new file when its file was moved', async () => {
    const path = join(folder, 'audit.jsonl');
    const application = await start({ observability: { audit: { destination: path } } });
    const audit = application.app.get(AuditService);
    const record = async (target: string): Promise<void> => {
      audit.record({ action: 'a', target, outcome: 'ok' });
      await audit.flush();
    };

    await record('before');
    renameSync(path, `${path}.1`);
    await record('after');

    expect([`${path}.1`, path].map((file) => parsed(readFileSync(file, 'utf8')).map(({ message }) => message))).toEqual(
      [['unknown a before: ok'], ['unknown a after: ok']],
    );
  });

  it('keeps what a full disk does not take, says so aloud, and writes it when there is room', async () => {
    const path = join(folder, 'audit.jsonl');
    symlinkSync('/dev/full', path);
    const application = await start({ observability: { audit: { destination: path } } });
    const audit = application.app.get(AuditService);

    audit.record({ action: 'a', target: 'kept', outcome: 'ok' });
    expect(await audit.flush()).toBe(false);
    audit.record({ action: 'b', target: 'kept', outcome: 'ok' });
    unlinkSync(path);
    expect(await audit.flush()).toBe(true);

    expect(parsed(readFileSync(path, 'utf8')).map(({ message }) => message)).toEqual([
      'unknown a kept: ok',
      'unknown b kept: ok',
    ]);
    const alarms = auditLines(application).map(({ level, message }) => [level, message]);
    expect(alarms).toEqual([
      ['ERROR', expect.stringContaining('The audit trail cannot be written: Error: ENOSPC')],
      ['ERROR', 'The audit trail is written again; no record was lost.'],
    ]);
    expect(await application.scrape()).toMatch(/failures_total\{handler="audit",phase="write"\} [1-9]/);
  });

  it('counts what is above its bound, and nothing below it', async () => {
    const broken = { write: (): never => raise(), isBroken: true };
    const application = await start({ observability: { audit: { destination: broken } } });
    const audit = application.app.get(AuditService);

    for (let count = 0; count < 10_003; count++) audit.record({ action: 'a', target: String(count), outcome: 'ok' });
    const drops = { signal: 'audit', reason: 'queue_full' };
    await expect(application).toHaveSample('observability_dropped_total', drops, 3);
    const written: string[] = [];
    Object.assign(broken, { write: (line: string) => void written.push(line) });

    expect(await audit.flush()).toBe(true);
    expect(written.length).toBe(10_000);
    expect(auditLines(application).map(({ message }) => message)).toContain(
      'The audit trail is written again; 3 records were lost.',
    );
  });

  it('refuses to start with a file that cannot be written', async () => {
    const path = join(folder, 'missing', 'audit.jsonl');

    await expect(start({ observability: { audit: { destination: path } } })).rejects.toThrow(
      `OBS_ERR_OPTION_INVALID  audit.destination cannot be opened for appending; got ${path} (ENOENT). ` +
        'Fix: make its folder and let the process write there, or name another file.',
    );
  });

  it('is not kept where it is off, nor with the whole module', async () => {
    const path = join(folder, 'audit.jsonl');
    for (const off of [
      { audit: { enabled: false, destination: path } },
      { enabled: false, audit: { destination: path } },
    ]) {
      const application = await start({ observability: off });

      expect((await application.request('/orders/7', { method: 'DELETE' })).status).toBe(200);
      application.app.get(AuditService).record({ action: 'a', target: 'b', outcome: 'ok' });
      await application.close();
    }

    expect(existsSync(path)).toBe(false);
  });
});
