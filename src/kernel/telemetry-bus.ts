/**
 * The in-process bus of telemetry events: the kernel's own door for hooks. Listeners are isolated; a listener that throws,
 * rejects or is slow never reaches the work that emitted, because it runs after it, in a microtask of its own.
 */
import type { Diagnostics } from './diagnostics.js';
import type { Operation } from './operation.js';

/** Ids that tie an event to the work it happened in. */
export interface TelemetryIds {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly requestId?: string;
  readonly correlationId?: string;
}

export interface TelemetryEvents {
  'operation.start': TelemetryIds & { readonly operation: Operation };
  'operation.end': TelemetryIds & { readonly operation: Operation };
  'operation.error': TelemetryIds & { readonly operation: Operation; readonly error: unknown };
  'performance.slow': TelemetryIds & { readonly operation: Operation; readonly thresholdMs: number };
  'health.changed': { readonly check: string; readonly from: string; readonly to: string };
  log: TelemetryIds & { readonly level: string; readonly message: string };
}

export type TelemetryEventName = keyof TelemetryEvents;
export type TelemetryListener<E extends TelemetryEventName> = (event: TelemetryEvents[E]) => unknown;

export class TelemetryBus {
  private readonly listeners = new Map<TelemetryEventName, Set<TelemetryListener<never>>>();
  private readonly delivering = new Set<TelemetryEventName>();
  private interestChanged: () => void = () => undefined;

  constructor(private readonly diagnostics: Diagnostics) {}

  /** Called whenever an event gains its first or loses its last listener. */
  onInterestChange(listener: () => void): void {
    this.interestChanged = listener;
  }

  /** Returns the unsubscribe. */
  on<E extends TelemetryEventName>(event: E, listener: TelemetryListener<E>): () => void {
    const known = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, known.add(listener));
    if (known.size === 1) this.interestChanged();
    return () => {
      if (known.delete(listener) && known.size === 0) this.interestChanged();
    };
  }

  hasListeners(event: TelemetryEventName): boolean {
    return (this.listeners.get(event)?.size ?? 0) > 0;
  }

  emit<E extends TelemetryEventName>(event: E, payload: TelemetryEvents[E]): void {
    // A listener to log lines that writes one itself would never come to an end.
    if (!this.hasListeners(event) || this.delivering.has(event)) return;
    for (const listener of this.listeners.get(event)!) {
      queueMicrotask(() => this.deliver(event, listener as TelemetryListener<E>, payload));
    }
  }

  private deliver<E extends TelemetryEventName>(
    event: E,
    listener: TelemetryListener<E>,
    payload: TelemetryEvents[E],
  ): void {
    this.delivering.add(event);
    try {
      Promise.resolve(listener(payload)).catch((error) => this.diagnostics.failed('hook', event, error));
    } catch (error) {
      this.diagnostics.failed('hook', event, error);
    } finally {
      this.delivering.delete(event);
    }
  }
}
