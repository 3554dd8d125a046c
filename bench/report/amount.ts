/** How amounts are written, everywhere the same. */

/** Three decimals where budgets differ in the second, fewer the larger it is. */
export function amount(value: number): string {
  if (Math.abs(value) < 2) return value.toFixed(3);
  if (Math.abs(value) < 10) return value.toFixed(2);
  return value.toFixed(Math.abs(value) < 100 ? 1 : 0);
}
