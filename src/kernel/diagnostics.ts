/**
 * What the library says about itself: failures of handlers and user callbacks, drops, and one warning for each.
 * Nothing here ever throws; the counts become `observability_*` metrics.
 */
export interface DiagnosticCount {
  readonly labels: Readonly<Record<string, string>>;
  value: number;
}

export type WarningSink = (message: string) => void;

export class Diagnostics {
  readonly failures = new Map<string, DiagnosticCount>();
  readonly drops = new Map<string, DiagnosticCount>();
  readonly misuses = new Map<string, DiagnosticCount>();
  private readonly said = new Set<string>();
  private inform: WarningSink = () => undefined;

  constructor(private warn: WarningSink = (message) => process.emitWarning(message, 'ObservabilityWarning')) {}

  /** Where warnings, and the news that their cause is over, go from now on (the application's logger, once there is one). */
  warnThrough(sink: WarningSink, informThrough: WarningSink = () => undefined): void {
    this.warn = sink;
    this.inform = informThrough;
  }

  /** A handler or a user's callback threw, rejected or returned nonsense. Counted each time, warned about once. */
  failed(handler: string, phase: string, error: unknown): void {
    increment(this.failures, { handler, phase }, 1);
    this.warnOnce(
      `failure:${handler}:${phase}`,
      `${handler} failed in ${phase}: ${messageOf(error)}. The request is unaffected; further failures are only counted.`,
    );
  }

  /** Telemetry that had to be given up, by signal and reason. */
  dropped(signal: string, reason: string, count = 1): void {
    increment(this.drops, { signal, reason }, count);
  }

  /** The application used an instrument in a way that cannot be recorded. Counted each time, warned about once. */
  misused(instrument: string, misuse: string, advice: string): void {
    increment(this.misuses, { instrument, misuse }, 1);
    this.warnOnce(`misuse:${instrument}:${misuse}`, `${instrument}: ${advice}. Further ones are only counted.`);
  }

  warnOnce(key: string, message: string): void {
    if (this.said.has(key)) return;
    this.said.add(key);
    try {
      this.warn(message);
    } catch {
      // A broken logger must not break the request; the counters above still tell.
    }
  }

  /** The cause of a warning is over: says so once, and the next time the warning is said again. */
  recovered(key: string, message: string): void {
    if (!this.said.delete(key)) return;
    try {
      this.inform(message);
    } catch {
      // As above.
    }
  }

  /** Runs a user's callback; a throw is reported and yields `fallback`, a promise is refused as nonsense. */
  safely<T>(handler: string, phase: string, callback: () => T, fallback: T): T {
    try {
      const result = callback();
      return isThenable(result) ? this.refusePromise(handler, phase, result, fallback) : result;
    } catch (error) {
      this.failed(handler, phase, error);
      return fallback;
    }
  }

  /** What a callback gave that is called for its effect: nobody waits for a promise, and one that rejects is a failure like a throw. */
  follow(handler: string, phase: string, result: unknown): void {
    try {
      if (isThenable(result)) result.then(undefined, (error) => this.failed(handler, phase, error));
    } catch (error) {
      this.failed(handler, phase, error);
    }
  }

  private refusePromise<T>(handler: string, phase: string, promise: PromiseLike<unknown>, fallback: T): T {
    promise.then(undefined, (error) => this.failed(handler, phase, error));
    this.failed(handler, phase, new TypeError('a promise was returned where a plain value is expected'));
    return fallback;
  }
}

function increment(counts: Map<string, DiagnosticCount>, labels: Record<string, string>, by: number): void {
  const key = Object.values(labels).join('\u0000');
  const known = counts.get(key);
  if (known) known.value += by;
  else counts.set(key, { labels, value: by });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return 'an error that cannot be shown';
  }
}
