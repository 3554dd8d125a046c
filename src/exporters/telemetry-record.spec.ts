import type { TelemetryRecord } from '../config/index.js';
import { Diagnostics, OperationPipeline, type Operation } from '../kernel/index.js';
import { Redactor } from '../security/index.js';
import { encodeRecord, RecordMaker } from './telemetry-record.js';

const AT_MS = Date.UTC(2026, 10, 21, 12);
const AT = '2026-11-21T12:00:00.000Z';
const IDS = { traceId: 't1', spanId: 's1', requestId: 'r1', correlationId: 'c1' };

const redactor = new Redactor({
  keys: [],
  patterns: [],
  replacement: '[REDACTED]',
  detect: { email: false, iban: false, ssn: false },
  custom: undefined,
});

let nowMs: number;
let pipeline: OperationPipeline;
let maker: RecordMaker;

beforeEach(() => {
  nowMs = 0;
  pipeline = new OperationPipeline({
    clock: { now: () => nowMs, toEpochMs: (ms) => ms },
    diagnostics: new Diagnostics(),
  });
  pipeline.use([{ name: 'all', handles: () => true }]);
  maker = new RecordMaker(redactor);
});

it('tells an operation with the ids of its work, its outcome and its attributes, without secrets', () => {
  const operation = ended({ outcome: 'ok' });
  operation.annotate({ password: 'hunter2', missing: undefined });

  expect(maker.recordOf('operation.end', { ...IDS, operation }, AT_MS)).toEqual({
    timestamp: AT,
    event: 'operation.end',
    trace_id: 't1',
    span_id: 's1',
    request_id: 'r1',
    correlation_id: 'c1',
    user_id: 'u1',
    kind: 'http.server',
    name: 'GET /orders/:id',
    outcome: 'ok',
    duration_ms: 12.5,
    attributes: { 'http.route': '/orders/:id', password: '[REDACTED]' },
  });
});

it('has neither outcome nor duration where the operation has just begun', () => {
  const operation = pipeline.start({ kind: 'schedule.run', name: 'cleanup' });

  expect(maker.recordOf('operation.start', { operation }, AT_MS)).toEqual({
    timestamp: AT,
    event: 'operation.start',
    kind: 'schedule.run',
    name: 'cleanup',
    attributes: {},
  });
});

it.each(['operation.end', 'operation.error'] as const)('tells the error of %s with its fingerprint', (event) => {
  const error = new TypeError('no order 42');
  const operation = ended({ outcome: 'error', error });

  expect(maker.recordOf(event, { operation, error }, AT_MS)).toMatchObject({
    outcome: 'error',
    error: {
      type: 'TypeError',
      message: 'no order 42',
      stack: expect.stringContaining('telemetry-record.spec') as string,
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    },
  });
});

it('tells what else an event says beside the attributes of its operation', () => {
  const operation = ended({ outcome: 'ok' });

  expect(maker.recordOf('performance.slow', { operation, thresholdMs: 10 }, AT_MS).attributes).toEqual({
    'http.route': '/orders/:id',
    threshold_ms: 10,
  });
});

it('tells events of no operation under their own names', () => {
  const burn = {
    slo: 'orders',
    state: 'begun',
    threshold: 14.4,
    longWindow: '1h',
    shortWindow: '5m',
    longRate: 20,
    shortRate: 30,
    budgetRemaining: 0.5,
  } as const;
  const { slo, ...facts } = burn;

  expect([
    maker.recordOf('slo.burn', burn, AT_MS),
    maker.recordOf('health.changed', { check: 'db', from: 'up', to: 'down' }, AT_MS),
  ]).toEqual([
    {
      timestamp: AT,
      event: 'slo.burn',
      name: slo,
      attributes: {
        state: facts.state,
        threshold: 14.4,
        long_window: '1h',
        short_window: '5m',
        long_rate: 20,
        short_rate: 30,
        budget_remaining: 0.5,
      },
    },
    { timestamp: AT, event: 'health.changed', name: 'db', attributes: { from: 'up', to: 'down' } },
  ]);
});

it('makes one record for all that listen to an event', () => {
  const event = { check: 'db', from: 'up', to: 'down' };

  expect(maker.recordOf('health.changed', event, AT_MS)).toBe(maker.recordOf('health.changed', event, AT_MS));
});

it('keeps a record within its bytes: attributes go, then the ends of its texts, and it says so', () => {
  const record: TelemetryRecord = {
    timestamp: AT,
    event: 'operation.error',
    trace_id: 't1',
    name: '\u0001'.repeat(5000),
    attributes: { big: 'x'.repeat(5000) },
    error: { type: 'Error', message: '\u0001'.repeat(5000), stack: '\u0001'.repeat(5000), fingerprint: 'f' },
  };

  const encoded = encodeRecord(record, 1024);

  expect(encoded!.length).toBeLessThanOrEqual(1024);
  expect(JSON.parse(String(encoded))).toEqual({
    timestamp: AT,
    event: 'operation.error',
    trace_id: 't1',
    name: '\u0001'.repeat(42),
    error: { type: 'Error', message: '\u0001'.repeat(42), stack: '\u0001'.repeat(42), fingerprint: 'f' },
    truncated: true,
  });
});

it('gives a record up whose ids alone are too long', () => {
  expect(encodeRecord({ timestamp: AT, event: 'log', request_id: 'r'.repeat(2000) }, 1024)).toBeUndefined();
});

function ended(end: { readonly outcome: 'ok' | 'error'; readonly error?: unknown }): Operation {
  const scope = { requestId: 'r1', userId: 'u1' };
  const attributes = { 'http.route': '/orders/:id' };
  const operation = pipeline.start({ kind: 'http.server', name: 'GET /orders/:id', scope, attributes });
  nowMs += 12.5;
  pipeline.end(operation, end);
  return operation;
}
