/**
 * An era lasts as long as what a call has to do stays the same: it ends when an application comes or goes, replaces its
 * handlers, or removes series that calls are counted in. Whoever remembers a decision compares eras, one load and one comparison, instead of asking again.
 */
export const era = { current: {} as object };

export function beginEra(): void {
  era.current = {};
  const told = toForget;
  toForget = [];
  sweptAt = LEAST_SWEPT;
  for (const forget of told) forget.deref()?.();
}

/** Weakly: whoever remembers, such as a method of a class that was made for one call, may be gone long before the era. */
let toForget: WeakRef<() => void>[] = [];

const LEAST_SWEPT = 1_000;
let sweptAt = LEAST_SWEPT;

/** Called once when the era ends: whoever cannot even afford to compare is told. He holds `forget` himself. */
export function atEraEnd(forget: () => void): void {
  if (toForget.push(new WeakRef(forget)) < sweptAt) return;
  toForget = toForget.filter((kept) => kept.deref() !== undefined);
  sweptAt = Math.max(LEAST_SWEPT, toForget.length * 2);
}
