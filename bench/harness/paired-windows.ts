/** Alternating windows with the module on and off in one process, and what they amount to. */
import { median } from './median.js';

/** What one window has cost, or a process so far. */
export interface Reading {
  readonly cpuMicros: number;
  /** Requests or messages that the metrics have counted. */
  readonly counted: number;
  readonly spans: number;
}

export interface Cost {
  /** Median over the pairs. */
  readonly ratio: number;
  readonly ratios: readonly number[];
  readonly offMicros: number;
  readonly onMicros: number;
  /** Sent while on, and how many of these the metrics counted: must be equal. */
  readonly sentOn: number;
  readonly countedOn: number;
  readonly spansSeen: number;
}

/** Runs `count` requests or messages with the module on or off. */
export type Window = (isOn: boolean, count: number) => Promise<Reading>;

/** Whoever takes a window may take it again. */
export type TakeWindow = (window: () => Promise<Reading>) => Promise<Reading>;

export async function measureCost(
  window: Window,
  pairs: number,
  count: number,
  take: TakeWindow = (work) => work(),
): Promise<Cost> {
  // Long enough for the engine to have optimised both ways.
  await window(true, count * 6);
  await window(false, count * 3);
  const taken: Window = (isOn, requests) => take(() => window(isOn, requests));
  const measured: Pair[] = [];
  for (let pair = 0; pair < pairs; pair++) measured.push(await measurePair(taken, pair % 2 === 0, count));
  return summarize(measured, count);
}

interface Pair {
  readonly on: Reading;
  readonly off: Reading;
}

/** Every other pair begins with "off", so that a drift of the machine cancels out. */
async function measurePair(window: Window, onFirst: boolean, count: number): Promise<Pair> {
  const first = await window(onFirst, count);
  const second = await window(!onFirst, count);
  return onFirst ? { on: first, off: second } : { on: second, off: first };
}

function summarize(measured: readonly Pair[], count: number): Cost {
  const ratios = measured.map(({ on, off }) => on.cpuMicros / off.cpuMicros);
  return {
    ratio: median(ratios),
    ratios,
    offMicros: median(measured.map(({ off }) => off.cpuMicros / count)),
    onMicros: median(measured.map(({ on }) => on.cpuMicros / count)),
    sentOn: measured.length * count,
    countedOn: measured.reduce((sum, { on }) => sum + on.counted, 0),
    spansSeen: measured.reduce((sum, { on }) => sum + on.spans, 0),
  };
}

export function between(before: Reading, after: Reading): Reading {
  return {
    cpuMicros: after.cpuMicros - before.cpuMicros,
    counted: after.counted - before.counted,
    spans: after.spans - before.spans,
  };
}
