/** Lines of the log as OTLP's LogRecords in JSON: the message is the body, all else attributes. */
import type { LogLevelName, LogRow } from '../shapes/index.js';
import { hrTimeOf } from '../../tracing/index.js';
import { keyValuesOf } from './any-value.js';
import { unixNano } from './trace-document.js';

/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber */
const SEVERITY_NUMBERS: Readonly<Record<LogLevelName, number>> = {
  trace: 1,
  debug: 5,
  info: 9,
  warn: 13,
  error: 17,
  fatal: 21,
};

export function logRecordOf({ timeMs, level, target, message, traceId, spanId, requestId, fields }: LogRow): object {
  const timeUnixNano = unixNano(hrTimeOf(timeMs));
  return {
    timeUnixNano,
    observedTimeUnixNano: timeUnixNano,
    severityNumber: SEVERITY_NUMBERS[level],
    severityText: level.toUpperCase(),
    body: { stringValue: message },
    attributes: keyValuesOf({ target, request_id: requestId ?? undefined, ...fields }),
    ...(traceId !== null && { traceId }),
    ...(spanId !== null && { spanId }),
  };
}
