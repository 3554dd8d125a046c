/** Tells gauges and quantiles as they are at this moment. */
import type { Cell, GaugeCell, SummaryCell } from '../../cells.js';
import type { MetricFamily } from '../../metric-family.js';
import { SUMMARY_QUANTILES } from '../../prometheus-values.js';
import { QuantileSketch } from '../../quantile-sketch.js';
import { travelling, type SeriesState, type States } from './contribution.js';
import { headOf, TravellingLabels, type DefaultLabels } from './family-head.js';

const PIECE_SERIES = 256;

export class StateReader {
  constructor(
    private readonly source: string,
    private readonly defaultLabels: DefaultLabels,
  ) {}

  /** In pieces. A family without series is told too: it may have had some. Series that were idle for too long are removed. */
  *states(families: Iterable<MetricFamily>, telling: number, nowMs: number): Iterable<States> {
    for (const family of families) {
      const stateOf = STATE_OF[family.type];
      const head = { kind: 'states', source: this.source, telling, family: headOf(family) } as const;
      if (stateOf !== undefined) yield* this.statesOf(family, head, stateOf, nowMs);
    }
  }

  private *statesOf(
    family: MetricFamily,
    head: Omit<States, 'labelNames' | 'series'>,
    stateOf: StateOf,
    nowMs: number,
  ): Iterable<States> {
    yield { ...head, labelNames: new TravellingLabels(family.labelNames, this.defaultLabels).names, series: [] };
    for (const table of family.seriesTables()) {
      const labels = new TravellingLabels(table.labelNames, this.defaultLabels);
      const cells = table.leaves;
      for (let start = 0; start < cells.length; start += PIECE_SERIES) {
        const alive = cells.slice(start, start + PIECE_SERIES).filter((cell) => isAlive(family, cell, nowMs));
        const series = alive.map((cell): SeriesState => ({ labels: labels.of(cell), ...stateOf(cell) }));
        yield { ...head, labelNames: labels.names, series };
      }
    }
  }
}

type StateOf = (cell: Cell) => Omit<SeriesState, 'labels'>;

const STATE_OF: Readonly<Record<string, StateOf | undefined>> = {
  gauge: (cell) => ({ value: travelling((cell as GaugeCell).value) }),
  summary: (cell) => quantilesOf(cell as SummaryCell),
};

function quantilesOf({ quantiles }: SummaryCell): Omit<SeriesState, 'labels'> {
  quantiles.turn();
  if (quantiles instanceof QuantileSketch) return { bins: quantiles.bins() };
  return { quantiles: SUMMARY_QUANTILES.map((ratio) => travelling(quantiles.quantile(ratio))) };
}

function isAlive(family: MetricFamily, cell: Cell, nowMs: number): boolean {
  family.removeIfIdle(cell, nowMs);
  return !cell.isRemoved;
}
