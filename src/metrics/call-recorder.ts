/** Turns what decorators and sources ask of a callsite into one recorder over cells bound ahead. */
import { context } from '@opentelemetry/api';
import {
  isOptedOut,
  joinedCells,
  spanIn,
  type Aspect,
  type Call,
  type CallMeasure,
  type CallRecorder,
  type Callsite,
  type OkCells,
  type Outcome,
} from '../kernel/index.js';
import { callCells, type CallCells } from './call-labels.js';
import { HistogramCell, type Cell, type GaugeCell } from './cells.js';
import type { MetricFamily } from './metric-family.js';
import type { DefinitionOf, MetricRegistry } from './metric-registry.js';
import {
  COUNTED,
  definitionOf,
  GAUGED,
  NO_METRICS,
  TIMED,
  type CountedOptions,
  type GaugedOptions,
  type TimedOptions,
} from './method-metrics.js';

/**
 * The recorder of a callsite, or undefined when nobody measures it.
 *
 * @throws ObservabilityError OBS_ERR_METRIC_CONFLICT, OBS_ERR_METRIC_INVALID
 */
export function callRecorder(registry: MetricRegistry, callsite: Callsite): CallRecorder | undefined {
  if (isOptedOut(callsite.original, NO_METRICS)) return undefined;
  const recorders = [
    ...callsite.aspects.flatMap((aspect) => aspectRecorder(registry, callsite, aspect) ?? []),
    ...callsite.measures.map((measure) => measureRecorder(registry, measure)),
  ];
  return recorders.length > 1 ? new CombinedRecorder(recorders) : recorders[0];
}

function aspectRecorder(
  registry: MetricRegistry,
  callsite: Callsite,
  { type, options }: Aspect,
): CallRecorder | undefined {
  if (type === TIMED) return timed(registry, callsite, options as TimedOptions);
  if (type === COUNTED) return counted(registry, callsite, options as CountedOptions);
  return type === GAUGED ? gauged(registry, callsite, options as GaugedOptions) : undefined;
}

function timed(registry: MetricRegistry, callsite: Callsite, options: TimedOptions): CallRecorder {
  const definition = definitionOf(TIMED, options) as DefinitionOf<'histogram' | 'summary'>;
  const family = registry.define(definition, { site: callsite.name });
  const cells = callCells(registry, family, callsite, options);
  return options.exemplars === true ? new TimedWithExemplars(cells) : new Timed(cells);
}

class Timed implements CallRecorder {
  readonly readsClock = true;
  readonly readsCall: boolean;

  constructor(private readonly cells: CallCells<'histogram' | 'summary'>) {
    this.readsCall = cells.readsCall;
  }

  okCells(): OkCells | undefined {
    return this.cells.areFixed ? { time: this.cells.at('ok', undefined, undefined) } : undefined;
  }

  end(outcome: Outcome, durationMs: number, error: unknown, call: Call | undefined): void {
    this.cells.at(outcome, error, call).observe(durationMs / 1000);
  }
}

class TimedWithExemplars implements CallRecorder {
  readonly readsClock = true;
  readonly readsCall: boolean;

  constructor(private readonly cells: CallCells<'histogram' | 'summary'>) {
    this.readsCall = cells.readsCall;
  }

  end(outcome: Outcome, durationMs: number, error: unknown, call: Call | undefined): void {
    const cell = this.cells.at(outcome, error, call);
    const span = spanIn(context.active());
    if (span?.isRecording() !== true || !(cell instanceof HistogramCell)) return void cell.observe(durationMs / 1000);
    const { traceId, spanId } = span.spanContext();
    cell.observeWithExemplar(durationMs / 1000, traceId, spanId);
  }
}

function counted(registry: MetricRegistry, callsite: Callsite, options: CountedOptions): CallRecorder {
  const definition = definitionOf(COUNTED, options) as DefinitionOf<'counter'>;
  const cells = callCells(registry, registry.define(definition, { site: callsite.name }), callsite, options);
  const counts = options.count ?? (options.amount === undefined ? 'all' : 'ok');
  if (cells.areFixed) startAtZero(cells, counts);
  return new Counted(registry, cells, counts, options.amount);
}

/** A series that begins at 0 shows its first increase as a rate. */
function startAtZero(cells: CallCells<'counter'>, counts: 'all' | 'ok' | 'error'): void {
  for (const outcome of ['ok', 'error'] as const) {
    if (counts === 'all' || counts === outcome) cells.at(outcome, undefined, undefined);
  }
}

type Amount = NonNullable<CountedOptions['amount']>;

class Counted implements CallRecorder {
  readonly readsClock = false;
  readonly readsCall: boolean;

  constructor(
    private readonly registry: MetricRegistry,
    private readonly cells: CallCells<'counter'>,
    private readonly counts: 'all' | 'ok' | 'error',
    private readonly amount: Amount | undefined,
  ) {
    this.readsCall = cells.readsCall || amount !== undefined;
  }

  okCells(): OkCells | undefined {
    if (!this.cells.areFixed || this.amount !== undefined) return undefined;
    return this.counts === 'error' ? {} : { count: this.cells.at('ok', undefined, undefined) };
  }

  end(outcome: Outcome, _durationMs: number, error: unknown, call: Call | undefined): void {
    if (this.counts !== 'all' && this.counts !== outcome) return;
    const cell = this.cells.at(outcome, error, call);
    if (this.amount === undefined) cell.increment();
    else cell.add(this.amountOf(this.amount, call));
  }

  private amountOf(amount: Amount, call: Call | undefined): number {
    return this.registry.diagnostics.safely('metrics', 'amount', () => amount(call?.result, call?.args ?? []), 0);
  }
}

function gauged(registry: MetricRegistry, callsite: Callsite, options: GaugedOptions): CallRecorder {
  const family = registry.define(definitionOf(GAUGED, options) as DefinitionOf<'gauge'>, { site: callsite.name });
  if (options.value === undefined) return new InFlight(family, callsite, options);
  const cells = callCells(registry, family, callsite, options);
  return new GaugedValue(registry, cells, options.value);
}

class InFlight implements CallRecorder {
  readonly readsClock = false;
  readonly readsCall = false;
  private readonly cell: GaugeCell;

  constructor(family: MetricFamily<'gauge'>, { className, methodName }: Callsite, { labels = {} }: GaugedOptions) {
    const table = family.series(['class', 'method', ...Object.keys(labels)]);
    this.cell = table.find([className, methodName, ...Object.values(labels).map(String)]);
  }

  start(): void {
    this.cell.add(1);
  }

  end(): void {
    this.cell.add(-1);
  }
}

class GaugedValue implements CallRecorder {
  readonly readsClock = false;
  readonly readsCall: boolean;

  constructor(
    private readonly registry: MetricRegistry,
    private readonly cells: CallCells<'gauge'>,
    private readonly value: (result: unknown) => number,
  ) {
    this.readsCall = cells.readsCall;
  }

  end(outcome: Outcome, _durationMs: number, error: unknown, call: Call | undefined, result?: unknown): void {
    if (outcome !== 'ok') return;
    const value = this.registry.diagnostics.safely<number | undefined>(
      'metrics',
      'value',
      () => this.value(result),
      undefined,
    );
    if (value !== undefined) this.cells.at(outcome, error, call).set(value);
  }
}

function measureRecorder(registry: MetricRegistry, measure: CallMeasure): CallRecorder {
  const { value, labels, readsCall = false } = measure;
  const family = registry.define(measure.definition);
  const isDuration = value === 'duration';
  if (typeof labels === 'function') return new DynamicMeasure(family, isDuration, labels, readsCall);
  return new FixedMeasure(family.cell(labels), isDuration);
}

class FixedMeasure implements CallRecorder {
  readonly readsCall = false;

  constructor(
    private readonly cell: Cell,
    readonly readsClock: boolean,
  ) {}

  end(_outcome: Outcome, durationMs: number): void {
    this.cell.record(this.readsClock ? durationMs / 1000 : 1);
  }
}

class DynamicMeasure implements CallRecorder {
  constructor(
    private readonly family: MetricFamily,
    readonly readsClock: boolean,
    private readonly labels: Exclude<CallMeasure['labels'], readonly string[]>,
    readonly readsCall: boolean,
  ) {}

  end(outcome: Outcome, durationMs: number, error: unknown, call: Call | undefined, result?: unknown): void {
    const values = this.labels({ outcome, error, result, call });
    if (values !== undefined) this.family.cell(values).record(this.readsClock ? durationMs / 1000 : 1);
  }
}

/** All of a callsite in one. User callbacks are isolated inside, so none takes the others' turn. */
class CombinedRecorder implements CallRecorder {
  readonly readsClock: boolean;
  readonly readsCall: boolean;
  readonly start: (() => void) | undefined;

  constructor(private readonly recorders: readonly CallRecorder[]) {
    this.readsClock = recorders.some((recorder) => recorder.readsClock);
    this.readsCall = recorders.some((recorder) => recorder.readsCall);
    this.start = recorders.some(({ start }) => start !== undefined) ? () => this.startAll() : undefined;
  }

  okCells(): OkCells | undefined {
    return joinedCells(this.recorders);
  }

  end(outcome: Outcome, durationMs: number, error: unknown, call: Call | undefined, result?: unknown): void {
    for (const recorder of this.recorders) recorder.end(outcome, durationMs, error, call, result);
  }

  private startAll(): void {
    for (const recorder of this.recorders) recorder.start?.();
  }
}
