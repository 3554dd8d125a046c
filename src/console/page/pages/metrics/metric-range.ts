/** The last minutes of an answer: it has all that is kept, and the address says how much of that is shown. */
import type { MetricAnswer } from '../../../shapes/index.js';

export interface MetricRange {
  readonly id: string;
  readonly title: string;
  readonly lengthMs: number;
}

const MINUTE_MS = 60_000;

/** The first is the usual one. */
export const ranges = [
  { id: '15m', title: '15 min', lengthMs: 15 * MINUTE_MS },
  { id: '5m', title: '5 min', lengthMs: 5 * MINUTE_MS },
  { id: '60m', title: '1 h', lengthMs: 60 * MINUTE_MS },
] as const satisfies readonly MetricRange[];

export function rangeOf(params: URLSearchParams): MetricRange {
  return ranges.find(({ id }) => id === params.get('range')) ?? ranges[0];
}

export function since(answer: MetricAnswer, { lengthMs }: MetricRange): MetricAnswer {
  const { timesMs, lines, heatMap, exemplars } = answer;
  const fromMs = (timesMs.at(-1) ?? 0) - lengthMs;
  const first = timesMs.findIndex((timeMs) => timeMs >= fromMs);
  if (first <= 0) return answer;
  return {
    ...answer,
    timesMs: timesMs.slice(first),
    lines: lines.map((line) => ({ ...line, values: line.values.slice(first) })),
    heatMap: heatMap && { ...heatMap, counts: heatMap.counts.slice(first) },
    exemplars: exemplars.filter(({ timeMs }) => timeMs >= fromMs),
  };
}
