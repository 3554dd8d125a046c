/** What a clock can do to those who read it. Monotonic time goes on; of the time of day nobody can be sure. */

export interface ClockFault {
  readonly name: string;
  /** Sets it; returns the undo. */
  readonly begin: () => () => void;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const clockFaults: readonly ClockFault[] = [
  { name: 'the time of day jumps an hour ahead', begin: () => shifted(HOUR_MS) },
  { name: 'the time of day jumps an hour back', begin: () => shifted(-HOUR_MS) },
  { name: 'the time of day jumps a year ahead', begin: () => shifted(365 * DAY_MS) },
  { name: 'the time of day jumps back to 1970', begin: () => replaced(() => 1) },
  { name: 'the time of day is before 1970', begin: () => replaced(() => -DAY_MS) },
  { name: 'the time of day stands still', begin: standing },
  { name: 'the time of day jumps about', begin: jumping },
  { name: 'the time of day is not a number', begin: () => replaced(() => NaN) },
  { name: 'the time of day is after the last date', begin: () => replaced(() => 9e15) },
];

function shifted(byMs: number): () => void {
  const { now } = Date;
  return replaced(() => now.call(Date) + byMs);
}

function standing(): () => void {
  const atMs = Date.now();
  return replaced(() => atMs);
}

function jumping(): () => void {
  const { now } = Date;
  let isAhead = false;
  return replaced(() => {
    isAhead = !isAhead;
    return now.call(Date) + (isAhead ? DAY_MS : -DAY_MS);
  });
}

function replaced(now: () => number): () => void {
  const { now: original } = Date;
  Date.now = now;
  return () => void (Date.now = original);
}
