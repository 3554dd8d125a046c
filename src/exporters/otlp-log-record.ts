/**
 * A line of the log as OTLP's LogRecord, by the field numbers of
 * https://github.com/open-telemetry/opentelemetry-proto/blob/v1.7.0/opentelemetry/proto/logs/v1/logs.proto.
 * The line is redacted already. Its message is the body; its fields are attributes, errors under OpenTelemetry's names.
 */
import type { LogLine } from '../logging/index.js';
import { hrTimeOf } from '../tracing/index.js';
import { RECORDS } from './otlp-envelope.js';
import type { OtlpWriter } from './otlp-writer.js';
import { fixed64Field, lengthField, varintField } from './protobuf-writer.js';

const LOG_RECORD = {
  time: fixed64Field(1),
  severityNumber: varintField(2),
  severityText: lengthField(3),
  body: lengthField(5),
  attributes: lengthField(6),
  traceId: lengthField(9),
  spanId: lengthField(10),
  observedTime: fixed64Field(11),
} as const;
const STRING_VALUE = lengthField(1);

/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber; a level of the application's own has none. */
const SEVERITY_NUMBERS: Readonly<Record<string, number>> = {
  TRACE: 1,
  DEBUG: 5,
  INFO: 9,
  WARN: 13,
  ERROR: 17,
  FATAL: 21,
};

/** Tag, length and content. */
export function writeLogRecord(writer: OtlpWriter, line: LogLine): void {
  const { timestamp, level, message, trace_id: traceId, span_id: spanId, err, ...fields } = line;
  const time = hrTimeOf(Date.parse(String(timestamp)));
  writer.byte(RECORDS);
  const start = writer.begin(LENGTH_BYTES);
  writer.time(LOG_RECORD.time, time);
  writer.count(LOG_RECORD.severityNumber, SEVERITY_NUMBERS[String(level)]);
  writer.text(LOG_RECORD.severityText, String(level));
  writeBody(writer, String(message));
  writer.attributes(LOG_RECORD.attributes, { ...fields, ...exceptionOf(err) });
  writeIds(writer, traceId, spanId);
  writer.time(LOG_RECORD.observedTime, time);
  writer.finish(start, LENGTH_BYTES);
}

/** Nearly every record has 128 to 16 383 bytes. */
const LENGTH_BYTES = 2;

function writeBody(writer: OtlpWriter, message: string): void {
  writer.byte(LOG_RECORD.body);
  const start = writer.begin();
  writer.byte(STRING_VALUE);
  writer.string(message);
  writer.finish(start);
}

/** A line knows ids, not whether its trace is sampled. */
function writeIds(writer: OtlpWriter, traceId: unknown, spanId: unknown): void {
  if (typeof traceId !== 'string' || typeof spanId !== 'string') return;
  writer.byte(LOG_RECORD.traceId);
  writer.hex(traceId);
  writer.byte(LOG_RECORD.spanId);
  writer.hex(spanId);
}

function exceptionOf(err: unknown): object {
  if (typeof err !== 'object' || err === null) return err === undefined ? {} : { err };
  const { type, message, stack, ...rest } = err as Record<string, unknown>;
  const more = Object.entries(rest).map(([name, value]) => [`error.${name}`, value]);
  return {
    ...(type !== undefined && { 'exception.type': type }),
    ...(message !== undefined && { 'exception.message': message }),
    ...(stack !== undefined && { 'exception.stacktrace': stack }),
    ...Object.fromEntries(more),
  };
}
