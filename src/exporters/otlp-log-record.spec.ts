import { createRequire } from 'node:module';
import { decode } from '../../test/support/otlp-receiver.js';
import { Envelope, Heads } from './otlp-envelope.js';
import { writeLogRecord } from './otlp-log-record.js';
import { KnownKeys, OtlpWriter } from './otlp-writer.js';

interface Transformer {
  readonly ProtobufLogsSerializer: { serializeRequest(records: readonly unknown[]): Uint8Array };
}

const official = createRequire(require.resolve('@opentelemetry/exporter-trace-otlp-grpc'))(
  '@opentelemetry/otlp-transformer',
) as Transformer;

const SPAN = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const LINE = {
  timestamp: '2026-11-21T12:00:00.123Z',
  level: 'WARN',
  target: 'OrdersService',
  message: 'größer als 3',
  trace_id: SPAN.traceId,
  span_id: SPAN.spanId,
  request_id: 'r1',
  span: { name: 'GET /orders/:id', cart: [1, 2.5, 'three'] },
  amount: 42,
};
const RESOURCE = { attributes: { 'service.name': 'orders' } };
const SCOPE = { name: 'nestjs-observability' };

it('says the same as the official serialiser', () => {
  const { timestamp, level, message, trace_id: _trace, span_id: _span, ...attributes } = LINE;
  const hrTime = [Math.floor(Date.parse(timestamp) / 1000), 123_000_000];
  const record = {
    resource: RESOURCE,
    instrumentationScope: SCOPE,
    hrTime,
    hrTimeObserved: hrTime,
    severityNumber: 13,
    severityText: level,
    body: message,
    attributes,
    droppedAttributesCount: 0,
    spanContext: { ...SPAN, traceFlags: 0 },
  };

  expect(ours(LINE)).toEqual(decode('logs', official.ProtobufLogsSerializer.serializeRequest([record])));
});

it("tells errors under OpenTelemetry's names, and the fingerprint beside them", () => {
  const err = { type: 'TypeError', message: 'no order', stack: 'TypeError: no order\n    at …', fingerprint: 'abc' };

  const { attributes } = ours({ ...LINE, err }).records[0]!;

  expect(attributes).toMatchObject({
    'exception.type': 'TypeError',
    'exception.message': 'no order',
    'exception.stacktrace': err.stack,
    'error.fingerprint': 'abc',
  });
  expect(attributes).not.toHaveProperty('err');
});

it("has no severity number for a level of the application's own, and no ids outside a trace", () => {
  const { trace_id: _trace, span_id: _span, ...line } = LINE;

  expect(ours({ ...line, level: 'AUDIT' }).records[0]).toMatchObject({
    severityNumber: 0,
    severityText: 'AUDIT',
    traceId: '',
    spanId: '',
  });
});

function ours(line: Record<string, unknown>) {
  const writer = new OtlpWriter(new KnownKeys());
  writeLogRecord(writer, line);
  const envelope = new Envelope(new Heads(new OtlpWriter(new KnownKeys())), RESOURCE, SCOPE);
  return decode('logs', envelope.around([Buffer.from(writer.view())]));
}
