/** What `@Timed`, `@Counted` and `@Gauged` ask for, as data on the callsite, and the metrics that follow from it. */
import {
  ObservabilityError,
  type Aspect,
  type AspectDecoratorOptions,
  type MetricDefinition,
  type MetricType,
} from '../kernel/index.js';
import { assertValidMetric } from './metric-name.js';

/**
 * One call, for labels that depend on it.
 * What a labels function may look at. `result` is undefined while there is none: for errors, streams, and canceled calls.
 *
 * @example
 * ```ts
 * const byChannel = ({ args: [channel] }: LabelSource): LabelValues => ({ channel: String(channel) });
 *
 * class Sales {
 *   @Counted('sales_total', { labels: byChannel, labelNames: ['channel'] })
 *   sell(channel: 'web' | 'shop'): string {
 *     return channel;
 *   }
 * }
 * ```
 */
export interface LabelSource {
  readonly args: readonly unknown[];
  readonly result: unknown;
  readonly error: unknown;
  readonly instance: unknown;
}

/**
 * Values of labels by name.
 *
 * @example
 * ```ts
 * const region: LabelValues = { region: 'north', isTest: false };
 *
 * class North {
 *   @Timed('north_duration_seconds', { labels: region })
 *   run(): readonly Order[] {
 *     return orders.open();
 *   }
 * }
 * ```
 */
export type LabelValues = Readonly<Record<string, string | number | boolean>>;

/** What all decorators of metrics understand. */
export interface MethodMetricOptions {
  /** Name of a metric of its own. Default: the family shared by all methods. */
  readonly name?: string;
  readonly help?: string;
  /** Fixed labels, or with `labelNames` a function that gives them for each call. */
  readonly labels?: LabelValues | ((source: LabelSource) => LabelValues);
  /** The labels a function gives. */
  readonly labelNames?: readonly string[];
}

/**
 * How durations are kept: in which buckets or as quantiles, and by which labels.
 *
 * @example
 * ```ts
 * const long: TimedOptions = { labels: { queue: 'exports' }, buckets: [1, 10, 60, 300], exemplars: true };
 *
 * class Exports {
 *   @Timed('export_duration_seconds', long)
 *   run(): readonly Order[] {
 *     return orders.open();
 *   }
 * }
 * ```
 */
export interface TimedOptions extends MethodMetricOptions {
  /** Upper bounds in seconds, ascending; needs a name. Default: `metrics.durationBuckets`. */
  readonly buckets?: readonly number[];
  /** A summary with quantiles computed here, instead of a histogram; needs a name. */
  readonly summary?: boolean;
  /** Link buckets to the trace of the surrounding span. Default: false. */
  readonly exemplars?: boolean;
}

/**
 * Which calls are counted, how much each adds, and by which labels.
 *
 * @example
 * ```ts
 * const cents: CountedOptions = { amount: (result) => (result as Order).total, help: 'Cents taken' };
 *
 * class Till {
 *   @Counted('till_cents_total', cents)
 *   take(): Promise<Order> {
 *     return orders.find('42');
 *   }
 * }
 * ```
 */
export interface CountedOptions extends MethodMetricOptions {
  /** Which calls count. Default: 'all', or 'ok' when there is an `amount`. */
  readonly count?: 'all' | 'ok' | 'error';
  /** What a call adds instead of 1: a finite number of 0 or more. */
  amount?(result: unknown, args: readonly unknown[]): number;
  /** Add the label `error_type`: the class of the error, empty without one. */
  readonly errorType?: boolean;
}

/**
 * What a gauge of calls shows, and by which labels.
 *
 * @example
 * ```ts
 * const stock: GaugedOptions = { labels: { warehouse: 'north' }, value: (result) => (result as unknown[]).length };
 *
 * class Warehouse {
 *   @Gauged('warehouse_items', stock)
 *   items(): readonly Order[] {
 *     return orders.open();
 *   }
 * }
 * ```
 */
export interface GaugedOptions extends MethodMetricOptions {
  /** Sets the gauge from the result of each call that succeeds; needs a name. Default: calls under way. */
  value?(result: unknown): number;
}

export const TIMED = 'timed';
export const COUNTED = 'counted';
export const GAUGED = 'gauged';
export const NO_METRICS = Symbol.for('nestjs-observability:no-metrics');

export const ERROR_TYPE_LABEL = 'error_type';
const BASE_LABELS = ['class', 'method'] as const;
const BASE_LABELS_WITH_OUTCOME = ['class', 'method', 'outcome'] as const;

/** The families all methods share, so that one panel shows them all. */
export const methodMetrics = {
  timed: shared('method_duration_seconds', 'histogram', 'Duration of decorated methods', BASE_LABELS_WITH_OUTCOME),
  counted: shared('method_calls_total', 'counter', 'Calls of decorated methods', BASE_LABELS_WITH_OUTCOME),
  gauged: shared('method_active', 'gauge', 'Calls of decorated methods under way', BASE_LABELS),
} as const;

function shared<T extends MetricType>(name: string, type: T, help: string, labelNames: readonly string[]) {
  const unit = type === 'histogram' ? 'seconds' : 'count';
  return { name, type, unit, help, labelNames, family: 'methods' } as const satisfies MetricDefinition;
}

/** Whether labels have to be asked for at every call. */
export function hasDynamicLabels({ labels }: MethodMetricOptions): boolean {
  return typeof labels === 'function';
}

/** Label names the options add to the base labels, in the order their values are given. */
export function ownLabelNames(options: MethodMetricOptions & { readonly errorType?: boolean }): readonly string[] {
  const named = typeof options.labels === 'function' ? (options.labelNames ?? []) : Object.keys(options.labels ?? {});
  return options.errorType === true ? [...named, ERROR_TYPE_LABEL] : named;
}

type AspectKind = keyof typeof methodMetrics;

/** The definition behind an aspect: the shared family, or one of its own when it is named. */
export function definitionOf(
  kind: AspectKind,
  options: TimedOptions & CountedOptions & GaugedOptions,
): MetricDefinition {
  const common: MetricDefinition = methodMetrics[kind];
  if (options.name === undefined) return common;
  return {
    ...common,
    name: options.name,
    type: options.summary === true ? 'summary' : common.type,
    help: options.help ?? common.help,
    labelNames: [...common.labelNames, ...ownLabelNames(options)],
    ...(options.buckets !== undefined && { buckets: options.buckets }),
  };
}

/** Both ways to write a decorator's arguments: `('name', options)` and `(options)`. */
export function readArguments<O extends MethodMetricOptions>(
  decorator: string,
  name: string | O | undefined,
  options: O | undefined,
): O {
  if (typeof name === 'object' && name !== null) return name;
  const isOmitted = name === undefined || name === '';
  if (!isOmitted && typeof name !== 'string')
    throw misuse(decorator, 'is used without parentheses', `write ${decorator}()`);
  return { ...(options as O), ...(!isOmitted && { name }) };
}

/**
 * The decorator's part in the kernel's common helper.
 *
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE or OBS_ERR_METRIC_INVALID, while the class is being defined.
 */
export function methodAspect(
  kind: AspectKind,
  decorator: string,
  options: MethodMetricOptions,
): AspectDecoratorOptions {
  assertNameWhereNeeded(decorator, options);
  assertLabelsAgree(decorator, options);
  const definition = definitionOf(kind, options);
  assertValidMetric({ ...definition, labelNames: [...methodMetrics[kind].labelNames, ...ownLabelNames(options)] });
  const aspect: Aspect<MethodMetricOptions> = { type: kind, options };
  return { decorator, aspect, optOut: NO_METRICS };
}

const OPTIONS_OF_ONE_FAMILY = ['value', 'buckets', 'summary'] as const;

function assertNameWhereNeeded(decorator: string, options: MethodMetricOptions): void {
  if (options.name !== undefined) return;
  const given = OPTIONS_OF_ONE_FAMILY.find((option) => (options as Record<string, unknown>)[option] !== undefined);
  if (given === undefined) return;
  throw misuse(
    decorator,
    `has the option ${given} but no name, and the metric without a name is shared by all methods`,
    `give it a name, such as ${decorator}('orders_…', { ${given}: … })`,
  );
}

function assertLabelsAgree(decorator: string, { labels, labelNames }: MethodMetricOptions): void {
  const isFunction = typeof labels === 'function';
  if (isFunction === (labelNames !== undefined)) return;
  const fact = isFunction ? 'has a labels function but no labelNames' : 'has labelNames but no labels function';
  throw misuse(decorator, fact, "give both: { labelNames: ['tier'], labels: ({ args }) => ({ tier: … }) }");
}

export function misuse(decorator: string, fact: string, fix: string): ObservabilityError {
  return ObservabilityError.of({ code: 'OBS_ERR_DECORATOR_MISUSE', fact: `${decorator} ${fact}`, fix });
}
