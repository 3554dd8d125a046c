/** How families and labels of ours are named for others, who know neither our configuration nor our default labels. */
import type { Cell } from '../../cells.js';
import type { MetricFamily } from '../../metric-family.js';
import type { FamilyHead } from './contribution.js';

export type DefaultLabels = Readonly<Record<string, string>>;

export function headOf({
  fullName,
  type,
  definition,
  help,
  bounds,
  aggregator,
  labelLimits,
}: MetricFamily): FamilyHead {
  return {
    name: fullName,
    type,
    unit: definition.unit,
    help,
    bounds,
    aggregate: aggregator,
    labelLimits: [...labelLimits],
  };
}

/** The labels of the series of one table, with default labels where they have none of that name. */
export class TravellingLabels {
  readonly names: readonly string[];
  private readonly common: readonly string[];

  constructor(labelNames: readonly string[], defaultLabels: DefaultLabels) {
    const added = Object.entries(defaultLabels).filter(([name]) => !labelNames.includes(name));
    this.names = [...labelNames, ...added.map(([name]) => name)];
    this.common = added.map(([, value]) => value);
  }

  of(cell: Cell): readonly string[] {
    return [...cell.labelValues, ...this.common];
  }
}
