/** The part of a flame graph that is seen, in microseconds or bytes: never outside the whole, never narrower than a sample. */

export interface ZoomRange {
  readonly from: number;
  readonly to: number;
}

/** A millionth of the whole is finer than any sample. */
const NARROWEST_SHARE = 1e-6;

export function wholeRange(whole: number): ZoomRange {
  return { from: 0, to: Math.max(whole, 1) };
}

/** @param factor below 1 comes closer; what is at `center` stays where it is */
export function zoomed(range: ZoomRange, factor: number, center: number, whole: number): ZoomRange {
  const width = (range.to - range.from) * factor;
  return clamped(
    { from: center - (center - range.from) * factor, to: center - (center - range.from) * factor + width },
    whole,
  );
}

/** @param share of what is seen; above 0 is to the right */
export function panned({ from, to }: ZoomRange, share: number, whole: number): ZoomRange {
  const distance = (to - from) * share;
  return clamped({ from: from + distance, to: to + distance }, whole);
}

export function isWhole({ from, to }: ZoomRange, whole: number): boolean {
  return from <= 0 && to >= whole;
}

function clamped({ from, to }: ZoomRange, whole: number): ZoomRange {
  const most = Math.max(whole, 1);
  const width = Math.min(most, Math.max(to - from, most * NARROWEST_SHARE));
  const start = Math.min(Math.max(0, from), most - width);
  return { from: start, to: start + width };
}
