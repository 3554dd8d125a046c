/**
 * Measures operations by their conventions. Measures with the same labels share one row of cells, so the end of an
 * operation costs one look-up and one addition per measure.
 */
import {
  Slot,
  type CallRecorder,
  type Callsite,
  type MetricType,
  type Operation,
  type OperationConvention,
  type OperationHandler,
  type OperationKind,
  type OperationMeasure,
} from '../kernel/index.js';
import { callRecorder } from './call-recorder.js';
import { HistogramCell, type Cell, type GaugeCell } from './cells.js';
import type { MetricFamily } from './metric-family.js';
import type { DefinitionOf, MetricRegistry } from './metric-registry.js';
import { SeriesTable } from './series-limit.js';

export class MetricsHandler implements OperationHandler {
  readonly name = 'metrics';
  readonly needsContext = false;
  private readonly kinds = new Map<OperationKind, KindMeasures>();

  constructor(private readonly registry: MetricRegistry) {}

  /**
   * Measures operations of the convention's kind from the next plan on; a kind has one convention.
   * @throws ObservabilityError OBS_ERR_METRIC_CONFLICT, OBS_ERR_METRIC_INVALID for what it declares
   */
  measure(convention: OperationConvention): void {
    if (!this.kinds.has(convention.kind)) this.kinds.set(convention.kind, new KindMeasures(this.registry, convention));
  }

  handles(kind: OperationKind): boolean {
    return this.kinds.has(kind);
  }

  start(operation: Operation): void {
    this.kinds.get(operation.kind)?.start(operation);
  }

  end(operation: Operation): void {
    this.kinds.get(operation.kind)?.end(operation);
  }

  /**
   * Also a check at start: bind every callsite once, and metrics that contradict each other are an error before the
   * first request.
   *
   * @throws ObservabilityError OBS_ERR_METRIC_CONFLICT, OBS_ERR_METRIC_INVALID
   */
  bind(callsite: Callsite): CallRecorder | undefined {
    return callRecorder(this.registry, callsite);
  }
}

/** Gauges raised by an operation, to be lowered by the same, whatever its labels are by then. */
const raised = new Slot<readonly GaugeCell[]>();

class KindMeasures {
  private readonly groups: readonly LabelGroup[];
  private readonly activeGroups: readonly ActiveGroup[];

  constructor(registry: MetricRegistry, { measures }: OperationConvention) {
    const active = measures.filter(({ value }) => value === 'active');
    const ended = measures.filter(({ value }) => value !== 'active');
    this.groups = byLabelCount(ended).map((group) => new LabelGroup(registry, group));
    this.activeGroups = byLabelCount(active).map((group) => new ActiveGroup(registry, group));
  }

  start(operation: Operation): void {
    const groups = this.activeGroups;
    if (groups.length === 0) return;
    const cells = groups.length === 1 ? groups[0]!.cells(operation) : groups.flatMap((group) => group.cells(operation));
    for (const cell of cells) cell.add(1);
    raised.set(operation, cells);
  }

  end(operation: Operation): void {
    for (const cell of raised.get(operation) ?? NO_CELLS) cell.add(-1);
    for (const group of this.groups) group.record(operation);
  }
}

const NO_CELLS: readonly GaugeCell[] = [];

function byLabelCount(measures: readonly OperationMeasure[]): OperationMeasure[][] {
  const groups = new Map<number, OperationMeasure[]>();
  for (const measure of measures) {
    const count = measure.definition.labelNames.length;
    groups.set(count, [...(groups.get(count) ?? []), measure]);
  }
  return [...groups.values()];
}

class ActiveGroup {
  private readonly rows: SeriesTable<GaugeCell[]>;

  constructor(registry: MetricRegistry, measures: readonly OperationMeasure[]) {
    const families = measures.map(({ definition }) => registry.define(definition as DefinitionOf<'gauge'>));
    this.rows = rowsOf(registry, families[0]!, (values) => families.map((family) => family.cell(values)));
  }

  cells(operation: Operation): readonly GaugeCell[] {
    return this.rows.find(operation.labels);
  }
}

interface Row {
  readonly values: readonly string[];
  /** By measure; made when there is something to record. */
  readonly cells: (Cell | undefined)[];
}

class LabelGroup {
  private readonly rows: SeriesTable<Row>;
  private readonly measures: readonly BoundMeasure[];

  constructor(
    private readonly registry: MetricRegistry,
    measures: readonly OperationMeasure[],
  ) {
    this.measures = measures.map((measure) => new BoundMeasure(registry.define(measure.definition), measure));
    this.rows = rowsOf(registry, this.measures[0]!.family, (values) => ({ values, cells: [] }));
  }

  record(operation: Operation): void {
    const row = this.rows.find(operation.labels);
    for (let index = 0; index < this.measures.length; index++)
      this.recordOne(this.measures[index]!, operation, row, index);
  }

  // A source's own function may fail; the measures after it still have their turn.
  private recordOne(measure: BoundMeasure, operation: Operation, row: Row, index: number): void {
    try {
      measure.record(operation, row, index);
    } catch (error) {
      this.registry.diagnostics.failed('metrics', measure.family.fullName, error);
    }
  }
}

class BoundMeasure {
  private readonly value: OperationMeasure['value'];

  constructor(
    readonly family: MetricFamily,
    { value }: OperationMeasure,
  ) {
    this.value = value;
  }

  record(operation: Operation, row: Row, index: number): void {
    const amount = this.amountOf(operation);
    if (amount === undefined) return;
    const known = row.cells[index];
    const cell = known === undefined || known.isRemoved ? (row.cells[index] = this.family.cell(row.values)) : known;
    if (this.value === 'duration' && cell instanceof HistogramCell) observeDuration(cell, amount, operation);
    else cell.record(amount);
  }

  private amountOf(operation: Operation): number | undefined {
    if (this.value === 'count') return 1;
    return typeof this.value === 'function' ? this.value(operation) : operation.durationMs / 1000;
  }
}

/** Handlers end in reverse, so the span of a sampled operation is still open here. */
function observeDuration(cell: HistogramCell, seconds: number, { span }: Operation): void {
  if (span?.isRecording() !== true) {
    cell.observe(seconds);
    return;
  }
  const { traceId, spanId } = span.spanContext();
  cell.observeWithExemplar(seconds, traceId, spanId);
}

/** Rows are folded by the same rules as the families behind them. */
function rowsOf<Leaf extends object>(
  registry: MetricRegistry,
  { fullName: metric, labelNames }: MetricFamily<MetricType> | MetricFamily<'gauge'>,
  make: (values: readonly string[]) => Leaf,
): SeriesTable<Leaf> {
  const { config, diagnostics } = registry;
  const limits = {
    maxSeries: config.maxSeries,
    maxLabelValues: config.maxLabelValues,
    labelLimits: new Map<string, number>(),
  };
  return new SeriesTable(labelNames, { metric, limits, diagnostics, seriesCount: 0 }, make);
}
