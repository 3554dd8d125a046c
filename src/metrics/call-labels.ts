/** The cell for each end of a call: bound ahead where the labels are known, looked up where they depend on the call. */
import { errorTypeOf, type Call, type Callsite, type MetricType, type Outcome } from '../kernel/index.js';
import type { CellsByType } from './cells.js';
import { parameterLabelsOf, type ParameterLabel } from './label.decorator.js';
import type { MetricFamily } from './metric-family.js';
import type { MetricRegistry } from './metric-registry.js';
import {
  hasDynamicLabels,
  ownLabelNames,
  type CountedOptions,
  type LabelValues,
  type MethodMetricOptions,
} from './method-metrics.js';
import type { SeriesTable } from './series-limit.js';

export interface CallCells<T extends MetricType> {
  /** True when a label comes from arguments, result or instance. */
  readonly readsCall: boolean;
  /** True when the outcome alone decides. */
  readonly areFixed: boolean;
  at(outcome: Outcome, error: unknown, call: Call | undefined): CellsByType[T];
}

type LabelOptions = MethodMetricOptions & Pick<CountedOptions, 'errorType'>;

/** The cells of one aspect of `callsite` in `family`, whose base labels are class, method and, unless a gauge, outcome. */
export function callCells<T extends MetricType>(
  registry: MetricRegistry,
  family: MetricFamily<T>,
  callsite: Callsite,
  options: LabelOptions,
): CallCells<T> {
  const parameters = parameterLabelsOf(callsite.original);
  for (const { name, max } of parameters) if (max !== undefined) family.limitLabel(name, max);
  const own = ownLabelNames(options);
  const base = family.labelNames.filter((name) => !own.includes(name));
  const table = family.series([...base, ...own, ...parameters.map(({ name }) => name)]);
  const start = [callsite.className, callsite.methodName];
  const hasOutcome = base.includes('outcome');
  if (parameters.length === 0 && !hasDynamicLabels(options) && options.errorType !== true) {
    return new FixedCells(table, start, hasOutcome, Object.values(options.labels ?? {}).map(String));
  }
  return new DynamicCells(table, start, hasOutcome, new OwnLabels(registry, options, parameters));
}

/** Up to three cells, each made when it is first needed. */
class FixedCells<T extends MetricType> implements CallCells<T> {
  readonly readsCall = false;
  readonly areFixed = true;
  private readonly bound: { [O in Outcome]: CellsByType[T] | undefined } = {
    ok: undefined,
    error: undefined,
    canceled: undefined,
  };

  constructor(
    private readonly table: SeriesTable<CellsByType[T]>,
    private readonly start: readonly string[],
    private readonly hasOutcome: boolean,
    private readonly own: readonly string[],
  ) {}

  at(outcome: Outcome): CellsByType[T] {
    const cell = this.bound[outcome];
    return cell === undefined || cell.isRemoved ? this.bind(outcome) : cell;
  }

  private bind(outcome: Outcome): CellsByType[T] {
    const values = this.hasOutcome ? [...this.start, outcome, ...this.own] : [...this.start, ...this.own];
    return (this.bound[outcome] = this.table.find(values));
  }
}

class DynamicCells<T extends MetricType> implements CallCells<T> {
  readonly readsCall: boolean;
  readonly areFixed = false;

  constructor(
    private readonly table: SeriesTable<CellsByType[T]>,
    private readonly start: readonly string[],
    private readonly hasOutcome: boolean,
    private readonly own: OwnLabels,
  ) {
    this.readsCall = own.readsCall;
  }

  at(outcome: Outcome, error: unknown, call: Call | undefined): CellsByType[T] {
    const values: unknown[] = [...this.start];
    if (this.hasOutcome) values.push(outcome);
    this.own.addTo(values, outcome, error, call);
    return this.table.find(values as string[]);
  }
}

const NO_CALL: Call = { instance: undefined, args: [] };

/** Values of labels that depend on the call, in the order of `ownLabelNames` and then of the parameters. */
class OwnLabels {
  readonly readsCall: boolean;

  constructor(
    private readonly registry: MetricRegistry,
    private readonly options: LabelOptions,
    private readonly parameters: readonly ParameterLabel[],
  ) {
    this.readsCall = parameters.length > 0 || hasDynamicLabels(options);
  }

  addTo(values: unknown[], outcome: Outcome, error: unknown, call: Call = NO_CALL): void {
    const labels = this.labels(error, call);
    const names = this.options.labelNames ?? Object.keys(labels);
    for (const name of names) values.push(labels[name] ?? '');
    if (this.options.errorType === true) values.push(outcome === 'error' ? errorTypeOf(error) : '');
    for (const { index } of this.parameters) values.push(call.args[index] ?? '');
  }

  private labels(error: unknown, { args, result, instance }: Call): LabelValues {
    const { labels } = this.options;
    if (typeof labels !== 'function') return labels ?? {};
    const ask = () => labels({ args, result, error, instance }) ?? {};
    return this.registry.diagnostics.safely('metrics', 'labels', ask, {});
  }
}
