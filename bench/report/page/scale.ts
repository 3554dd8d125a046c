/** From values to positions along a line, and where its ticks stand. */

export interface Scale {
  /** Position of a value; what lies outside ends at the edge. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Equal ratios have equal lengths. Ticks at 1, 2 and 5 times powers of ten. */
export function logScale(values: Range, positions: Range): Scale {
  const share = (value: number): number => Math.log(value / values.from) / Math.log(values.to / values.from);
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(values.from)); 10 ** power <= values.to; power++)
    ticks.push(...[1, 2, 5].map((step) => Number((step * 10 ** power).toPrecision(1))));
  return { at: (value) => place(share(value), positions), ticks: ticks.filter((tick) => isWithin(tick, values)) };
}

/** Equal differences have equal lengths; about five round ticks. */
export function linearScale(values: Range, positions: Range): Scale {
  const step = roundStep((values.to - values.from) / 5);
  const ticks: number[] = [];
  for (let count = Math.ceil(values.from / step - 1e-9); count * step <= values.to + step * 1e-9; count++)
    ticks.push(Number((count * step).toPrecision(6)));
  return { at: (value) => place((value - values.from) / (values.to - values.from), positions), ticks };
}

function roundStep(step: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= step * 0.999)!;
}

function place(share: number, { from, to }: Range): number {
  return Number((from + Math.min(1, Math.max(0, share)) * (to - from)).toFixed(1));
}

function isWithin(value: number, { from, to }: Range): boolean {
  return value >= from && value <= to;
}
