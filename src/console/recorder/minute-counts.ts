/** How often something happened in each of the last sixty minutes. */
const MINUTE_MS = 60_000;
const MINUTES = 60;

export class MinuteCounts {
  /** By the number of the minute, modulo sixty. */
  private readonly counts = Array.from({ length: MINUTES }, () => 0);
  private minute = 0;

  add(timeMs: number): void {
    this.moveTo(Math.floor(timeMs / MINUTE_MS));
    this.counts[this.minute % MINUTES]!++;
  }

  /** The oldest first; the last one is the minute of `nowMs`. */
  list(nowMs: number): number[] {
    this.moveTo(Math.floor(nowMs / MINUTE_MS));
    return this.counts.map((_, index) => this.counts[(this.minute + 1 + index) % MINUTES]!);
  }

  /** Minutes that have begun since are empty. A clock that was set back counts in the minute that was. */
  private moveTo(minute: number): void {
    const begun = Math.min(minute - this.minute, MINUTES);
    for (let step = 1; step <= begun; step++) this.counts[(this.minute + step) % MINUTES] = 0;
    this.minute = Math.max(this.minute, minute);
  }
}
