/** Measures that share their labels, and what the end of an operation records in them. */
import type { MetricType, Operation, OperationMeasure } from '../kernel/index.js';
import { HistogramCell, type Cell } from './cells.js';
import type { MetricFamily } from './metric-family.js';
import type { MetricRegistry } from './metric-registry.js';
import { SeriesTable } from './series-limit.js';

interface Row {
  readonly values: readonly string[];
  /** By measure; made when there is something to record. */
  readonly cells: (Cell | undefined)[];
}

export class LabelGroup {
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
    this.recordIn(findRow(this.rows, operation), operation);
  }

  protected recordAt(labels: readonly string[], operation: Operation): void {
    this.recordIn(this.rows.find(labels), operation);
  }

  private recordIn(row: Row, operation: Operation): void {
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

/** One measure under OpenTelemetry's stable name, with labels of its own. */
export class StandardGroup extends LabelGroup {
  private readonly labelsOf: (operation: Operation) => readonly string[];

  constructor(registry: MetricRegistry, { otel, value }: OperationMeasure) {
    const { definition, labels } = otel!;
    super(registry, [{ definition, value }]);
    this.labelsOf = labels;
  }

  override record(operation: Operation): void {
    this.recordAt(this.labelsOf(operation), operation);
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

/** By identity where the source has its labels ahead, by their values else. */
export function findRow<Leaf extends object>(rows: SeriesTable<Leaf>, { labels, labelSet }: Operation): Leaf {
  if (labelSet === undefined || labelSet.values !== labels) return rows.find(labels);
  const known = labelSet.recall(rows) as Leaf | undefined;
  if (known !== undefined) return known;
  const row = rows.find(labels);
  labelSet.remember(rows, row);
  return row;
}

/** Rows are folded by the same rules as the families behind them. */
export function rowsOf<Leaf extends object>(
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
