/** Tells whoever listens to `metric` what the application records through its handles; while nobody does, that costs one boolean. */
import { idsOf } from '../hooks/index.js';
import { currentOperation, type MetricType, type TelemetryBus } from '../kernel/index.js';
import { GaugeCell, type Cell, type CellsByType } from './cells.js';
import type { MetricFamily } from './metric-family.js';

export class MeasurementEvents {
  isHeard = false;

  constructor(private readonly bus: TelemetryBus) {
    bus.onInterestChange(() => (this.isHeard = bus.hasListeners('metric')));
  }

  /** The same cell for one recording, which is told. */
  telling<T extends MetricType>(family: MetricFamily<T>, cell: CellsByType[T]): CellsByType[T] {
    return new TellingCell(cell, (value) => this.tell(family, cell, value)) as unknown as CellsByType[T];
  }

  private tell({ fullName: name, type }: Pick<MetricFamily, 'fullName' | 'type'>, cell: Cell, value: number): void {
    const operation = currentOperation();
    this.bus.emit('metric', { ...(operation && idsOf(operation)), name, type, labels: labelsOf(cell), value });
  }
}

/** A cell of whichever type, as a handle uses it. */
type AnyCell = Cell & { add?(amount: number): void; set?(value: number): void; observe?(value: number): unknown };

class TellingCell {
  constructor(
    private readonly cell: AnyCell,
    private readonly tell: (value: number) => void,
  ) {}

  add(amount: number): void {
    this.cell.add!(amount);
    // A gauge is also set: what it shows now says more than by how much it moved.
    if (this.cell instanceof GaugeCell) this.tellIfTaken(this.cell.value);
    else if (amount >= 0) this.tellIfTaken(amount);
  }

  set(value: number): void {
    this.cell.set!(value);
    this.tellIfTaken(value);
  }

  observe(value: number): void {
    this.cell.observe!(value);
    this.tellIfTaken(value);
  }

  /** What a cell refuses has been counted by it. */
  private tellIfTaken(value: number): void {
    if (Number.isFinite(value)) this.tell(value);
  }
}

function labelsOf({ labelNames, labelValues }: Cell): Record<string, string> {
  return Object.fromEntries(labelNames.map((name, index) => [name, labelValues[index]!]));
}
