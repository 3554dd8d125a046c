/** Our families as they are over all processes and threads: totals add up for ever, states are those told last. */
import type { Diagnostics, MetricDefinition } from '../../../kernel/index.js';
import { GaugeCell, SummaryCell, type Cell, type Exemplar, type HistogramCell } from '../../cells.js';
import { MetricFamily } from '../../metric-family.js';
import type { SeriesLimits } from '../../series-limit.js';
import { Combination } from './combine.js';
import type { FamilyHead, Growth, States } from '../telling/contribution.js';
import { MergedQuantiles } from './merged-quantiles.js';
import { totalsOf } from '../telling/totals.js';

export class MergedFamilies {
  private readonly byName = new Map<string, MetricFamily>();

  constructor(
    private readonly limits: Omit<SeriesLimits, 'labelLimits'>,
    private readonly diagnostics: Diagnostics,
  ) {}

  all(): readonly MetricFamily[] {
    return [...this.byName.values()];
  }

  take({ family: head, labelNames, series }: Growth): void {
    const family = this.familyOf(head, labelNames);
    const table = family?.series(labelNames);
    for (const { labels, by, exemplars } of series) {
      const cell = table?.find(labels);
      if (cell === undefined) return;
      totalsOf(head.type)?.add(cell, by);
      if (exemplars !== undefined) keepExemplars(cell as HistogramCell, exemplars);
    }
  }

  /** Shows states as these are, and none of before. A step takes little time; between steps others may run. */
  *show(states: ReadonlyMap<string, readonly States[]>): Iterable<void> {
    for (const [{ family, labelNames }] of states.values() as Iterable<readonly [States]>)
      this.familyOf(family, labelNames);
    for (const family of this.byName.values()) {
      const shown = (states.get(family.fullName) ?? []).filter(({ family: { type } }) => type === family.type);
      if (family.type === 'gauge') yield* this.showGauges(family as MetricFamily<'gauge'>, shown);
      if (family.type === 'summary') yield* this.showQuantiles(family as MetricFamily<'summary'>, shown);
    }
  }

  private *showGauges(family: MetricFamily<'gauge'>, states: readonly States[]): Iterable<void> {
    const shown = new Map<GaugeCell, Combination>();
    for (const { labelNames, series } of states) {
      const table = family.series(labelNames);
      for (const { labels, value } of series) combinationOf(shown, table.find(labels), family).add(Number(value));
      yield;
    }
    // Only now, since a page may be written meanwhile.
    for (const cell of family.cells()) {
      const combination = shown.get(cell);
      if (combination === undefined) forget(family, cell);
      else cell.set(combination.value);
    }
  }

  private *showQuantiles(family: MetricFamily<'summary'>, states: readonly States[]): Iterable<void> {
    const shown = new Map<SummaryCell, MergedQuantiles>();
    for (const { labelNames, series } of states) {
      const table = family.series(labelNames);
      for (const state of series) quantilesOf(shown, table.find(state.labels)).merge(state);
      yield;
    }
    for (const cell of family.cells()) cell.quantiles = shown.get(cell) ?? new MergedQuantiles();
  }

  /** Undefined where the first that told it meant something else by the name. */
  private familyOf(head: FamilyHead, labelNames: readonly string[]): MetricFamily | undefined {
    const known = this.byName.get(head.name) ?? this.create(head, labelNames);
    if (known.type === head.type && known.bounds.join() === head.bounds.join()) return known;
    this.diagnostics.warnOnce(
      `aggregate:${head.name}`,
      `Metric ${head.name} is left out where it is a ${head.type} with other buckets than in the process that told it first. ` +
        `Rename one of them, or run one version everywhere.`,
    );
    return undefined;
  }

  private create(head: FamilyHead, labelNames: readonly string[]): MetricFamily {
    const { name, type, unit, help, bounds, aggregate, labelLimits } = head;
    const definition: MetricDefinition = { name, type, unit, help, labelNames, aggregate, family: 'aggregated' };
    const { limits, diagnostics } = this;
    const family = new MetricFamily({ definition, name, bounds, site: 'another process', limits, diagnostics });
    for (const [label, max] of labelLimits) family.limitLabel(label, max);
    this.byName.set(name, family);
    return family;
  }
}

function combinationOf(
  shown: Map<GaugeCell, Combination>,
  cell: GaugeCell,
  { aggregator }: MetricFamily<'gauge'>,
): Combination {
  let combination = shown.get(cell);
  if (combination === undefined) shown.set(cell, (combination = new Combination(aggregator)));
  return combination;
}

function quantilesOf(shown: Map<SummaryCell, MergedQuantiles>, cell: SummaryCell): MergedQuantiles {
  let quantiles = shown.get(cell);
  if (quantiles === undefined) shown.set(cell, (quantiles = new MergedQuantiles()));
  return quantiles;
}

function forget(family: MetricFamily<'gauge'>, cell: Cell): void {
  family.series(cell.labelNames).remove(cell.labelValues);
  cell.markRemoved();
}

function keepExemplars(cell: HistogramCell, exemplars: readonly (Exemplar | null)[]): void {
  const kept = (cell.exemplars ??= []);
  exemplars.forEach((exemplar, bucket) => {
    if (exemplar !== null && exemplar.epochMs >= (kept[bucket]?.epochMs ?? 0)) kept[bucket] = exemplar;
  });
}
