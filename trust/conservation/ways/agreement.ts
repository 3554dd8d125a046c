/** Two ways out that must say the same, series by series, of everything that does not change by being looked at. */
import type { Samples } from '../accounting/series.js';

/** The process goes on living, and each look is itself something that the library measures. */
const MOVES =
  /^(process_|nodejs_|observability_(scrape_|exported_|exporter_|metric_series|dropped_total.*signal="metrics"))/;
/** Values of a window of time; their counts and sums are compared. */
const QUANTILE = /\{.*quantile=/;

export function disagreements(known: Samples, way: Samples): readonly string[] {
  return [...known]
    .filter(([series]) => !MOVES.test(series) && !QUANTILE.test(series))
    .filter(([series, value]) => !isSame(value, way.get(series)))
    .map(([series, value]) => `${series} is ${way.get(series) ?? 'missing'} here, and ${value} in a scrape`);
}

function isSame(one: number, other: number | undefined): boolean {
  return other !== undefined && Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other));
}
