/**
 * Waiting by common beats: what waits side by side goes on in the same order each time, which timers do not give. A beat is longer
 * than the millisecond after which Nest sends the head of a stream of events, whatever else goes on.
 */
const BEAT_MS = 3;

let waiting: (() => void)[] = [];

export async function beats(count: number): Promise<void> {
  for (let beat = 0; beat < count; beat++) await new Promise<void>(waitForBeat);
}

function waitForBeat(goOn: () => void): void {
  if (waiting.push(goOn) === 1) setTimeout(wakeAll, BEAT_MS);
}

/** Each in a turn of its own: microtasks of one are over before the next goes on. */
function wakeAll(): void {
  const woken = waiting;
  waiting = [];
  for (const goOn of woken) setImmediate(goOn);
}
