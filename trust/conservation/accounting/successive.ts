/** What was counted stays counted: on a later page no counter and no bucket is smaller, and none is gone. */
import { nameOf, type Samples } from './series.js';

const CUMULATIVE = /_(total|count|bucket)$/;
/** prom-client's gauges of what Node holds now, which are called totals all the same. */
const GAUGES = /^nodejs_active_(handles|requests|resources)_total$/;

export function fallen(before: Samples, after: Samples): readonly string[] {
  return [...before]
    .filter(([series]) => CUMULATIVE.test(nameOf(series)) && !GAUGES.test(nameOf(series)))
    .filter(([series, value]) => !(after.get(series)! >= value))
    .map(([series, value]) => `${series} was ${value} and is ${after.get(series) ?? 'gone'}`);
}
