/**
 * Work of the telemetry itself, such as an export, must not be observed: it would observe itself for ever. The mark is
 * OpenTelemetry's own, so every SDK and instrumentation respects ours and we respect theirs.
 */
import { createContextKey, ROOT_CONTEXT, type Context } from '@opentelemetry/api';

// The API makes keys with Symbol.for, so this is the key behind the SDK's suppressTracing (a test holds that).
const SUPPRESS_KEY = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

export function suppressTelemetry(ambient: Context): Context {
  return ambient.setValue(SUPPRESS_KEY, true);
}

export function isTelemetrySuppressed(ambient: Context): boolean {
  return ambient.getValue(SUPPRESS_KEY) === true;
}

export interface TemporarySuppression {
  readonly context: Context;
  end(): void;
}

/**
 * The root context, suppressed until `end` is called. For work that leaves something of the application's behind, such as an open
 * connection in its pool: whatever happens on it later still runs in this context, and has to be observed like the rest.
 */
export function temporarilySuppressed(): TemporarySuppression {
  const state = { isOver: false };
  return { context: new EndingSuppression(ROOT_CONTEXT, state), end: () => void (state.isOver = true) };
}

class EndingSuppression implements Context {
  constructor(
    private readonly values: Context,
    private readonly state: { readonly isOver: boolean },
  ) {}

  getValue(key: symbol): unknown {
    return key === SUPPRESS_KEY && !this.state.isOver ? true : this.values.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new EndingSuppression(this.values.setValue(key, value), this.state);
  }

  deleteValue(key: symbol): Context {
    return new EndingSuppression(this.values.deleteValue(key), this.state);
  }
}
