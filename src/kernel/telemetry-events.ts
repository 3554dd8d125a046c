/** What can be heard on the telemetry bus: the name of each event and what it tells. Ids are those in logs and traces. */
import type { MetricType } from './metric-definition.js';
import type { Operation, Outcome } from './operation.js';

/** Ids that tie an event to the work it happened in. */
export interface TelemetryIds {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly requestId?: string;
  readonly correlationId?: string;
}

/**
 * What each event tells, by its name.
 *
 * @example
 * ```ts
 * const tell = ({ check, from, to }: TelemetryEvents['health.changed']): void => console.warn(`${check}: ${from} → ${to}`);
 *
 * app.get(ObservabilityService).on('health.changed', tell);
 * ```
 */
export interface TelemetryEvents {
  'operation.start': TelemetryIds & { readonly operation: Operation };
  'operation.end': TelemetryIds & { readonly operation: Operation };
  'operation.error': TelemetryIds & { readonly operation: Operation; readonly error: unknown };
  'http.request': TelemetryIds & HttpRequestFacts;
  'http.response': TelemetryIds & HttpResponseFacts;
  'performance.slow': TelemetryIds & { readonly operation: Operation; readonly thresholdMs: number };
  'performance.phase': TelemetryIds & PhaseFacts;
  'ai.completion': TelemetryIds & AiCompletionFacts;
  'memory.pressure': MemoryPressure;
  'slo.burn': ObjectiveBurn;
  'health.changed': { readonly check: string; readonly from: string; readonly to: string };
  metric: TelemetryIds & Measurement;
  log: TelemetryIds & { readonly level: string; readonly message: string };
}

/**
 * The name of an event that can be heard.
 *
 * @example
 * ```ts
 * const heard: TelemetryEventName[] = ['operation.error', 'health.changed'];
 *
 * ObservabilityModule.forRoot({ exporters: [{ type: 'file', path: 'trouble.jsonl', events: heard }] });
 * ```
 */
export type TelemetryEventName = keyof TelemetryEvents;

/**
 * When an event happened.
 * Told with each event.
 *
 * @example
 * ```ts
 * app.get(ObservabilityService).on('log', ({ message }, { epochMs }: TelemetryMoment) => console.log(new Date(epochMs), message));
 * ```
 */
export interface TelemetryMoment {
  /** When it happened, in milliseconds since the Unix epoch: listeners are called later. */
  readonly epochMs: number;
}

/**
 * What hears an event. Whatever it throws is counted and kept from the application.
 *
 * @example
 * ```ts
 * const onError: TelemetryListener<'operation.error'> = ({ operation, error }) => console.error(operation.name, error);
 *
 * app.get(ObservabilityService).on('operation.error', onError);
 * ```
 */
export type TelemetryListener<E extends TelemetryEventName> = (
  event: TelemetryEvents[E],
  moment: TelemetryMoment,
) => unknown;

/** The names at run time; a record, so that the compiler misses none. */
const NAMES: Readonly<Record<TelemetryEventName, true>> = {
  'operation.start': true,
  'operation.end': true,
  'operation.error': true,
  'http.request': true,
  'http.response': true,
  'performance.slow': true,
  'performance.phase': true,
  'ai.completion': true,
  'memory.pressure': true,
  'slo.burn': true,
  'health.changed': true,
  metric: true,
  log: true,
};

export const telemetryEventNames = Object.keys(NAMES) as readonly TelemetryEventName[];

/**
 * Values of headers, by name in lower case; of one that was sent several times all of them.
 *
 * @example
 * ```ts
 * const agentOf = ({ 'user-agent': agent = 'none' }: HttpHeaderValues): string => String(agent);
 * ```
 */
export type HttpHeaderValues = Readonly<Record<string, string | readonly string[]>>;

/**
 * A request as it came in. Its route is not known yet.
 *
 * @example
 * ```ts
 * @Injectable()
 * class Requests {
 *   @OnTelemetry('http.request')
 *   arrived({ method, url }: HttpRequestFacts): void {
 *     console.log(method, url);
 *   }
 * }
 * ```
 */
export interface HttpRequestFacts {
  readonly method: string;
  /** Path and query, redacted. */
  readonly url: string;
  /** Those that `hooks.headers` names, redacted. */
  readonly headers: HttpHeaderValues;
}

/**
 * A request that is over, answered or not.
 *
 * @example
 * ```ts
 * @Injectable()
 * class Responses {
 *   @OnTelemetry('http.response')
 *   answered({ route, status, durationMs }: HttpResponseFacts): void {
 *     console.log(route, status, durationMs);
 *   }
 * }
 * ```
 */
export interface HttpResponseFacts {
  readonly method: string;
  /** Path and query of the request, redacted. */
  readonly url: string;
  /** The route's template; undefined where none matched. */
  readonly route: string | undefined;
  /** The final status; 499 when the client went away first. */
  readonly status: number;
  readonly outcome: Outcome;
  readonly durationMs: number;
  /** Of the request's body, as declared; undefined when the client did not say. */
  readonly requestBytes: number | undefined;
  /** Of the response's body; undefined for event streams, which go on. */
  readonly responseBytes: number | undefined;
  /** The response's, those that `hooks.headers` names, redacted. */
  readonly headers: HttpHeaderValues;
}

/**
 * A part of some work, named by `ObservabilityService.phase` or `startPhase`.
 *
 * @example
 * ```ts
 * app.get(ObservabilityService).on('performance.phase', ({ name, durationMs }: PhaseFacts) => console.log(name, durationMs));
 * ```
 */
export interface PhaseFacts {
  /** The phase itself; `operation.parent` is what it was part of. */
  readonly operation: Operation;
  readonly name: string;
  readonly durationMs: number;
  readonly outcome: Outcome;
}

/**
 * A value that the application has recorded through a handle of `MetricsService`.
 *
 * @example
 * ```ts
 * app.get(ObservabilityService).on('metric', ({ name, value }: Measurement) => console.log(name, value));
 * ```
 */
export interface Measurement {
  /** The metric's full name. */
  readonly name: string;
  readonly type: MetricType;
  readonly labels: Readonly<Record<string, string>>;
  /** What a counter gained, what a gauge shows now, what a histogram or summary observed. */
  readonly value: number;
}

/**
 * Memory has become scarce: what can be made again, such as idle sessions and caches, should go.
 *
 * @example
 * ```ts
 * app.get(ObservabilityService).onMemoryPressure(({ cause, residentBytes }: MemoryPressure) => {
 *   console.warn(`${cause} at ${residentBytes} bytes`);
 *   catalogue.forget();
 * });
 * ```
 */
export interface MemoryPressure {
  /** `high`, `max` and `oom` are the kernel's (events of a control group, version 2); `threshold` is `metrics.memoryPressureRatio`. */
  readonly cause: 'high' | 'max' | 'oom' | 'threshold';
  /** How often since it was last looked. */
  readonly count: number;
  readonly residentBytes: number;
  readonly limitBytes: number;
}

/**
 * An objective's error budget begins, or ceases, to be spent so fast that somebody should be paged.
 *
 * @example
 * ```ts
 * app.get(ObservabilityService).on('slo.burn', ({ slo, state, budgetRemaining }: ObjectiveBurn) =>
 *   console.warn(slo, state, budgetRemaining),
 * );
 * ```
 */
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

/**
 * One call of a model, told when it is over. Neither the prompt nor the answer is in it.
 *
 * @example
 * ```ts
 * app.get(ObservabilityService).on('ai.completion', ({ model, costCents }: AiCompletionFacts) => console.log(model, costCents));
 * ```
 */
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
 *
 * @example
 * ```ts
 * const usage: AiUsage = { prompt: 1_200, completion: 80, cached: 1_000 };
 *
 * getInstrument(AiInstrument).completion({ provider: 'openai', model: 'gpt-5-mini' }).usage(usage);
 * ```
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
