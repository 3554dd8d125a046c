/** A number and its unit never part at the end of a line. */
export function spaced(value: string, unit: string): string {
  return `${value}\u00a0${unit}`;
}
