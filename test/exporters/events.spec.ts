import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExporterOptions, TelemetryRecord } from 'nestjs-observability';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { eventually } from '../support/child-process.js';
import { samplesOfFamily } from '../support/samples.js';
import { dropsOf, OrdersController, startWebhookReceiver, TAKE, type WebhookReceiver } from './orders.js';

let folder: string;
let path: string;
let receiver: WebhookReceiver;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'observability-exporters-'));
  path = join(folder, 'telemetry.jsonl');
  receiver = await startWebhookReceiver();
});

afterEach(async () => {
  await closeApplications();
  await receiver.stop();
  rmSync(folder, { recursive: true });
});

describe.each(platforms)('on %s', (platform) => {
  it('tells a request that fails to a file and a webhook, once each, with the ids and the fingerprint of its log line', async () => {
    const application = await startApplication({
      platform,
      controllers: [OrdersController],
      observability: { exporters: [file(), webhook()] },
    });
    await application.request('/orders/broken');
    await application.close();

    const line = application.recorder.lines.find(({ err }) => err !== undefined)!;
    const ids = { trace_id: line['trace_id'], request_id: line['request_id'] };
    const told = [
      {
        ...ids,
        event: 'operation.end',
        kind: 'http.server',
        name: 'GET /orders/:id',
        outcome: 'error',
        attributes: expect.objectContaining({
          'http.response.status_code': 500,
          'http.route': '/orders/:id',
        }) as unknown,
      },
      {
        ...ids,
        event: 'operation.error',
        error: expect.objectContaining({
          type: 'TypeError',
          message: 'no order',
          fingerprint: (line['err'] as { fingerprint: string }).fingerprint,
        }) as unknown,
      },
    ];
    expect(byEvent(fileRecords())).toMatchObject(told);
    expect(byEvent(receiver.records)).toEqual(byEvent(fileRecords()));
  });
});

it('tells beginnings, parts and the rest to whom asks for them', async () => {
  const application = await startApplication({
    controllers: [OrdersController],
    observability: {
      exporters: [
        file({ events: ['operation.start', 'operation.end'], operations: 'all' }),
        webhook({ events: ['log'] }),
      ],
    },
  });
  await application.request('/orders/1');
  await application.close();

  const kinds = fileRecords().map(({ event, kind }) => `${event} ${kind}`);
  expect(kinds).toEqual(expect.arrayContaining(['operation.start http.server', 'operation.end nest.handler']));
  expect(receiver.records.map(({ event, attributes }) => [event, attributes?.['message']])).toContainEqual([
    'log',
    expect.stringContaining('GET /orders/:id'),
  ]);
});

it('samples by trace, keeps failures, and asks the filter of each exporter', async () => {
  const application = await startApplication({
    controllers: [OrdersController],
    observability: {
      exporters: [
        file({ events: ['operation.end'], sampleRatio: 0 }),
        webhook({ events: ['operation.end'], filter: ({ outcome }) => outcome === 'ok' }),
      ],
    },
  });
  await Promise.all(['/orders/1', '/orders/broken'].map((place) => application.request(place)));
  await application.close();

  expect(fileRecords().map(({ outcome }) => outcome)).toEqual(['error']);
  expect(receiver.records.map(({ outcome }) => outcome)).toEqual(['ok']);
});

it('sends what a filter that throws is asked about, and counts the throw', async () => {
  const filter = (): boolean => {
    throw new Error('of the filter');
  };
  const application = await startApplication({
    controllers: [OrdersController],
    observability: { exporters: [file({ filter })] },
  });
  await application.request('/orders/1');

  await eventually(async () => (fileText() === '' ? undefined : true));
  expect(await samplesOfFamily(application, /handler_failures/)).toMatchObject({
    'observability_handler_failures_total{handler="file",phase="filter"}': 1,
  });
});

it('hides secrets, also those of errors', async () => {
  const application = await startApplication({
    controllers: [OrdersController],
    observability: { exporters: [file()] },
  });
  await application.request('/orders/1?password=hunter2', { headers: { authorization: 'Bearer hunter2' } });
  await application.close();

  expect(fileText()).toContain('GET /orders/:id');
  expect(fileText()).not.toContain('hunter2');
});

it('does not observe its own requests', async () => {
  const application = await startApplication({
    controllers: [OrdersController],
    observability: { exporters: [webhook({ scheduleDelayMs: 1 })] },
  });
  await application.request('/orders/1');
  await eventually(async () => receiver.records[0]);

  const kinds = application.recorder.operations.map(({ kind }) => kind);
  expect(kinds).toContain('http.server');
  expect(kinds).not.toContain('http.client');
});

it('prints lines for the eyes', async () => {
  const application = await startApplication({
    controllers: [OrdersController],
    observability: { exporters: [{ type: 'console' }] },
  });
  await application.request('/orders/broken');
  await application.close();

  const printed = application.recorder.lines.filter(({ target }) => target === 'Telemetry');
  expect(printed.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^operation\.error {2}nest\.handler OrdersController\.find {2}error {2}[\d.]+ ms {2}✗ TypeError: no order$/,
    ),
    expect.stringMatching(
      /^operation\.end {2}http\.server GET \/orders\/:id {2}error {2}[\d.]+ ms {2}✗ TypeError: no order$/,
    ),
  ]);
});

it('prints a tree per trace, and no second one beside traces.tree', async () => {
  const application = await startApplication({
    controllers: [OrdersController],
    observability: { traces: { tree: true }, exporters: [{ type: 'console', format: 'tree' }] },
  });
  await application.request('/orders/1');
  await application.close();

  const heads = application.recorder.lines.filter(({ message }) =>
    /^GET \/orders\/:id .* trace /.test(String(message)),
  );
  expect(heads).toHaveLength(1);
});

it('loses nothing while the receiver of a webhook fails and comes back, and says it once', async () => {
  const application = await startApplication({
    controllers: [OrdersController],
    observability: { exporters: [webhook({ events: ['operation.end'], scheduleDelayMs: 1 })] },
  });
  receiver.answer = (response) => response.writeHead(500).end();
  await requests(application, 20);
  await eventually(async () => receiver.headers[1]);
  receiver.answer = TAKE;
  const taken = await eventually(async () => (receiver.records.length >= 20 ? receiver.records : undefined));

  const warnings = application.recorder.lines.filter(({ message }) => String(message).includes('do not reach'));
  expect([taken.length, new Set(taken.map(({ trace_id }) => trace_id)).size, warnings.length]).toEqual([20, 20, 1]);
  expect(await samplesOfFamily(application, /exported_total|exporter_queue/)).toMatchObject({
    'observability_exported_total{signal="webhook"}': 20,
    'observability_exporter_queue_size{signal="webhook"}': 0,
  });
});

it('goes on when the receiver of a webhook is started again', async () => {
  const application = await startApplication({
    controllers: [OrdersController],
    observability: { exporters: [webhook({ events: ['operation.end'], scheduleDelayMs: 1 })] },
  });
  await requests(application, 5);
  await eventually(async () => receiver.records[4]);
  const { port } = receiver;
  await receiver.stop();
  await requests(application, 5);
  receiver = await startWebhookReceiver(port);

  const taken = await eventually(async () => (receiver.records.length >= 5 ? receiver.records.length : undefined));
  expect(taken).toBe(5);
});

it('keeps to its bound before a receiver that hangs, answers requests all the same, and accounts for every record', async () => {
  const application = await startApplication({
    controllers: [OrdersController],
    observability: {
      exporters: [
        webhook({ events: ['operation.end'], maxQueueSize: 10, maxBatchSize: 5, scheduleDelayMs: 1, timeoutMs: 1000 }),
      ],
    },
  });
  const sampled = () => samplesOfFamily(application, /exported_total|exporter_queue|dropped_total/);
  receiver.answer = () => undefined;
  const statuses = await requests(application, 40);
  const during = await eventually(async () => {
    const samples = await sampled();
    return dropsOf(samples, 'webhook') + samples[QUEUE]! >= 40 ? samples : undefined;
  });
  receiver.answer = TAKE;
  const after = await eventually(async () => {
    const samples = await sampled();
    return samples[QUEUE] === 0 ? samples : undefined;
  });

  expect([new Set(statuses), during[QUEUE], dropsOf(during, 'webhook')]).toEqual([new Set([200]), 10, 30]);
  expect([receiver.records.length, dropsOf(after, 'webhook')]).toEqual([10, 30]);
  expect(after['observability_exported_total{signal="webhook"}']).toBe(10);
});

const QUEUE = 'observability_exporter_queue_size{signal="webhook"}';

async function requests(application: RunningApplication, count: number): Promise<number[]> {
  const answers = Array.from({ length: count }, () => application.request('/orders/1'));
  return (await Promise.all(answers)).map(({ status }) => status);
}

type Options<T> = Partial<Omit<Extract<ExporterOptions, { type: T }>, 'type'>>;

function file(options: Options<'file'> = {}): ExporterOptions {
  return { type: 'file', path, scheduleDelayMs: 10, ...options };
}

function webhook(options: Options<'webhook'> = {}): ExporterOptions {
  return { type: 'webhook', url: receiver.url, secret: 's3cret', scheduleDelayMs: 10, ...options };
}

function fileText(): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function fileRecords(): TelemetryRecord[] {
  return fileText()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TelemetryRecord);
}

function byEvent(records: readonly TelemetryRecord[]): TelemetryRecord[] {
  return records.toSorted((one, other) => one.event.localeCompare(other.event));
}
