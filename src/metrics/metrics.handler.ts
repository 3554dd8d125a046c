/**
 * Measures operations by their conventions. Measures with the same labels share one row of cells, so the end of an
 * operation costs one look-up and one addition per measure.
 */
import type { Conventions } from '../config/index.js';
import {
  Slot,
  type CallRecorder,
  type Callsite,
  type Operation,
  type OperationConvention,
  type OperationHandler,
  type OperationKind,
  type OperationMeasure,
} from '../kernel/index.js';
import { callRecorder } from './call-recorder.js';
import type { GaugeCell } from './cells.js';
import { findRow, LabelGroup, rowsOf, StandardGroup } from './label-group.js';
import type { MetricFamily } from './metric-family.js';
import type { DefinitionOf, MetricRegistry } from './metric-registry.js';
import type { SeriesTable } from './series-limit.js';

export class MetricsHandler implements OperationHandler {
  readonly name = 'metrics';
  readonly needsContext = false;
  private readonly kinds = new Map<OperationKind, KindMeasures>();

  constructor(
    private readonly registry: MetricRegistry,
    private readonly conventions: Conventions = 'prometheus',
  ) {}

  /**
   * Measures operations of the convention's kind from the next plan on; a kind has one convention, the first.
   * @throws ObservabilityError OBS_ERR_METRIC_CONFLICT, OBS_ERR_METRIC_INVALID for what it declares
   */
  measure(convention: OperationConvention): void {
    const { kinds, registry, conventions } = this;
    const known = kinds.get(convention.kind);
    if (known === undefined) kinds.set(convention.kind, new KindMeasures(registry, convention, conventions));
    else if (!known.hasLabels(convention))
      registry.diagnostics.warnOnce(`convention:${convention.kind}`, tooLate(convention));
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

  discard(operation: Operation): void {
    this.kinds.get(operation.kind)?.discard(operation);
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

  private readonly labelNames: readonly string[];

  constructor(registry: MetricRegistry, { measures, labelNames }: OperationConvention, conventions: Conventions) {
    this.labelNames = labelNames;
    const isStandard = ({ otel }: OperationMeasure): boolean => conventions === 'otel' && otel !== undefined;
    const own = measures.filter((measure) => !isStandard(measure));
    const active = own.filter(({ value }) => value === 'active');
    const ended = own.filter(({ value }) => value !== 'active');
    this.groups = [
      ...byLabelCount(ended).map((group) => new LabelGroup(registry, group)),
      ...measures.filter(isStandard).map((measure) => new StandardGroup(registry, measure)),
    ];
    this.activeGroups = byLabelCount(active).map((group) => new ActiveGroup(registry, group));
  }

  /** Whether its operations can be measured here. */
  hasLabels({ labelNames }: OperationConvention): boolean {
    return labelNames.join() === this.labelNames.join();
  }

  start(operation: Operation): void {
    const groups = this.activeGroups;
    if (groups.length === 0) return;
    const cells = groups.length === 1 ? groups[0]!.cells(operation) : groups.flatMap((group) => group.cells(operation));
    addToAll(cells, 1);
    raised.set(operation, cells);
  }

  end(operation: Operation): void {
    this.discard(operation);
    const { groups } = this;
    for (let index = 0; index < groups.length; index++) groups[index]!.record(operation);
  }

  discard(operation: Operation): void {
    const cells = raised.get(operation);
    if (cells !== undefined) addToAll(cells, -1);
  }
}

function addToAll(cells: readonly GaugeCell[], amount: number): void {
  for (let index = 0; index < cells.length; index++) cells[index]!.add(amount);
}

function tooLate({ kind, labelNames }: OperationConvention): string {
  const given = labelNames.join(', ') || 'no labels';
  return `${kind} has a convention already, so another one with ${given} was left out. Give such operations the labels of the first.`;
}

function byLabelCount(measures: readonly OperationMeasure[]): OperationMeasure[][] {
  const groups = new Map<number, OperationMeasure[]>();
  for (const measure of measures) {
    const count = measure.definition.labelNames.length;
    groups.set(count, [...(groups.get(count) ?? []), measure]);
  }
  return [...groups.values()];
}

class ActiveGroup {
  private readonly rows: SeriesTable<ActiveRow>;
  private readonly families: readonly MetricFamily<'gauge'>[];
  /** Idle series go; what counts in them has to look. */
  private readonly mayLoseCells: boolean;

  constructor(registry: MetricRegistry, measures: readonly OperationMeasure[]) {
    this.families = measures.map(({ definition }) => registry.define(definition as DefinitionOf<'gauge'>));
    this.mayLoseCells = this.families.some(({ hasIdleTimeout }) => hasIdleTimeout);
    this.rows = rowsOf(registry, this.families[0]!, (values) => ({ values, cells: this.cellsOf(values) }));
  }

  cells(operation: Operation): readonly GaugeCell[] {
    const row = findRow(this.rows, operation);
    if (this.mayLoseCells && row.cells.some(isRemoved)) row.cells = this.cellsOf(row.values);
    return row.cells;
  }

  private cellsOf(values: readonly string[]): readonly GaugeCell[] {
    return this.families.map((family) => family.cell(values));
  }
}

function isRemoved(cell: GaugeCell): boolean {
  return cell.isRemoved;
}

interface ActiveRow {
  readonly values: readonly string[];
  cells: readonly GaugeCell[];
}
