/**
 * The in-process bus of telemetry events: the kernel's own door for hooks. Listeners are isolated; a listener that throws,
 * rejects or is slow never reaches the work that emitted, because it runs after it, in a microtask of its own.
 */
import type { Diagnostics } from './diagnostics.js';
import type { Operation, Outcome } from './operation.js';

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
  'ai.completion': TelemetryIds & AiCompletionFacts;
  'memory.pressure': MemoryPressure;
  'slo.burn': ObjectiveBurn;
  'health.changed': { readonly check: string; readonly from: string; readonly to: string };
  log: TelemetryIds & { readonly level: string; readonly message: string };
}

/** Memory has become scarce: what can be made again, such as idle sessions and caches, should go. */
export interface MemoryPressure {
  /** `high`, `max` and `oom` are the kernel's (events of a control group, version 2); `threshold` is `metrics.memoryPressureRatio`. */
  readonly cause: 'high' | 'max' | 'oom' | 'threshold';
  /** How often since it was last looked. */
  readonly count: number;
  readonly residentBytes: number;
  readonly limitBytes: number;
}

/** An objective's error budget begins, or ceases, to be spent so fast that somebody should be paged. */
export interface ObjectiveBurn {
  /** The objective's name. */
  readonly slo: string;
  readonly state: 'begun' | 'ended';
  /** What both windows have to exceed; 1 spends the whole budget in exactly the objective's window. */
  readonly threshold: number;
  readonly longWindow: string;
  readonly shortWindow: string;
  /** Burn rates over the two. */
  readonly longRate: number;
  readonly shortRate: number;
  /** What is left of the budget as a share of it; below 0 when more was spent. */
  readonly budgetRemaining: number;
}

/** One call of a model, told when it is over. Neither the prompt nor the answer is in it. */
export interface AiCompletionFacts {
  readonly provider: string;
  /** The model that was asked for. */
  readonly model: string;
  /** The model that answered, if it said so. */
  readonly responseModel: string | undefined;
  readonly tier: string;
  readonly isStreaming: boolean;
  readonly outcome: Outcome;
  readonly error: unknown;
  /** Undefined where the provider reported none. */
  readonly usage: AiUsage | undefined;
  /** Undefined where it is not known, see `ai.prices`. */
  readonly costCents: number | undefined;
  readonly durationMs: number;
  /** Undefined unless the answer was streamed and began. */
  readonly timeToFirstTokenMs: number | undefined;
}

/**
 * Tokens of one call. Parts are within their whole, as OpenTelemetry has it, so that nothing is counted or priced twice: OpenAI
 * reports them so, while with Anthropic cached tokens come on top of its `input_tokens` and have to be added to `prompt`.
 */
export interface AiUsage {
  /** All that went in, `cached` and `cacheWrite` included. */
  readonly prompt: number;
  /** All that came out, `reasoning` included. */
  readonly completion: number;
  /** Of `prompt`: read from the provider's cache. @default 0 */
  readonly cached?: number;
  /** Of `prompt`: written into the provider's cache. @default 0 */
  readonly cacheWrite?: number;
  /** Of `completion`: spent on reasoning. @default 0 */
  readonly reasoning?: number;
}

export type TelemetryEventName = keyof TelemetryEvents;
export type TelemetryListener<E extends TelemetryEventName> = (event: TelemetryEvents[E]) => unknown;

export class TelemetryBus {
  private readonly listeners = new Map<TelemetryEventName, Set<TelemetryListener<never>>>();
  private readonly delivering = new Set<TelemetryEventName>();
  private readonly interested = new Set<() => void>();

  constructor(private readonly diagnostics: Diagnostics) {}

  /** Calls `listener` whenever an event gains its first or loses its last listener. Returns the undo. */
  onInterestChange(listener: () => void): () => void {
    this.interested.add(listener);
    return () => void this.interested.delete(listener);
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

  private interestChanged(): void {
    for (const listener of this.interested) listener();
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
