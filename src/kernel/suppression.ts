/**
 * Work of the telemetry itself, such as an export, must not be observed: it would observe itself for ever. The mark is
 * OpenTelemetry's own, so every SDK and instrumentation respects ours and we respect theirs.
 */
import { createContextKey, type Context } from '@opentelemetry/api';

// The API makes keys with Symbol.for, so this is the key behind the SDK's suppressTracing (a test holds that).
const SUPPRESS_KEY = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

export function suppressTelemetry(ambient: Context): Context {
  return ambient.setValue(SUPPRESS_KEY, true);
}

export function isTelemetrySuppressed(ambient: Context): boolean {
  return ambient.getValue(SUPPRESS_KEY) === true;
}
