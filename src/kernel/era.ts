/**
 * An era lasts as long as what a call has to do stays the same: it ends when an application comes or goes, replaces its
 * handlers, or removes series that calls are counted in. Whoever remembers a decision compares eras, one load and one comparison, instead of asking again.
 */
export const era = { current: {} as object };

export function beginEra(): void {
  era.current = {};
  for (const forget of toForget.splice(0)) forget();
}

const toForget: (() => void)[] = [];

/** Called once when the era ends: whoever cannot even afford to compare is told. */
export function atEraEnd(forget: () => void): void {
  toForget.push(forget);
}
