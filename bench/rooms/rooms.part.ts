/**
 * What a room costs while nobody uses it: the same application with it and without it, in two processes that take turns. Two processes
 * of one kind differ by a few percent themselves, by the layout of their code alone, so every ratio comes of several pairs of processes.
 */
import type { ObservabilityOptions } from 'nestjs-observability';
import { CLIENT_CORE, pinThisProcess } from '../harness/cores.js';
import { median } from '../harness/median.js';
import { measureCost, type Cost, type Window } from '../harness/paired-windows.js';
import type { Figure, Part } from '../part.js';
import { platformNames, platforms, type Platform } from '../requests/hello.js';
import { RequestBench } from '../requests/request-cost.js';
import type { RequestVariantName } from '../requests/request-variants.js';

interface MeasuredRoom {
  readonly title: string;
  /** What both applications do. */
  readonly variant: RequestVariantName;
  readonly options: ObservabilityOptions;
}

const rooms = {
  profiling: {
    title: 'profiling on, no profile taken',
    variant: 'decorated',
    options: { profiling: { enabled: true } },
  },
  console: {
    title: 'console on, nobody looks, all requests traced and exported',
    variant: 'full',
    options: { console: { enabled: true, access: { token: 'token-of-the-benchmark' } } },
  },
} satisfies Record<string, MeasuredRoom>;

type RoomName = keyof typeof rooms;

interface Effort {
  readonly processes: number;
  readonly pairs: number;
  readonly requestsPerWindow: number;
  readonly execPath: string;
}

interface PairEffort extends Effort {
  /** Each kind is the first to start in every other pair. */
  readonly startsWith: 'with' | 'without';
}

const WARM_UP_WINDOWS = 12;
const FULL = { processes: 6, pairs: 10, requestsPerWindow: 4_000 };
const SHORT = { processes: 2, pairs: 4, requestsPerWindow: 4_000 };

export const roomCosts: Part = {
  name: 'rooms',
  method:
    `${FULL.processes} pairs of processes, one with the room and one without, each ${FULL.pairs} pairs of windows of ` +
    `${FULL.requestsPerWindow} requests in alternating order; the median of all ratios.`,
  async *measure({ isShort, execPath }) {
    const effort = { ...(isShort ? SHORT : FULL), execPath };
    const unpin = pinThisProcess(CLIENT_CORE);
    try {
      for (const name of Object.keys(rooms) as RoomName[])
        for (const platform of platforms) yield await measureRoom(name, platform, effort);
    } finally {
      unpin();
    }
  },
};

async function measureRoom(name: RoomName, platform: Platform, effort: Effort): Promise<Figure> {
  const costs: Cost[] = [];
  for (let pair = 0; pair < effort.processes; pair++)
    costs.push(await measurePair(name, platform, { ...effort, startsWith: pair % 2 === 0 ? 'without' : 'with' }));
  const samples = costs.flatMap(({ ratios }) => ratios);
  const counted = costs.reduce((sum, { countedOn }) => sum + countedOn, 0);
  const perProcess = costs.map(({ ratio }) => ratio.toFixed(3)).join(', ');
  return {
    id: `rooms.${name}.${platform}`,
    title: `${rooms[name].title}, ${platformNames[platform]}`,
    unit: 'with ÷ without',
    value: median(samples),
    samples,
    proof: `by pair of processes ${perProcess}; ${counted} requests counted`,
  };
}

async function measurePair(name: RoomName, platform: Platform, effort: PairEffort): Promise<Cost> {
  const { variant, options } = rooms[name];
  const { execPath, pairs, requestsPerWindow, startsWith } = effort;
  const benches: RequestBench[] = [];
  try {
    for (const extra of startsWith === 'with' ? [options, {}] : [{}, options])
      benches.push(await RequestBench.start({ variant, platform, execPath, extra }));
    // What is measured together warms up alike: the one with less would look dearer by a quarter.
    for (const bench of benches) await bench.window(true, requestsPerWindow * WARM_UP_WINDOWS);
    const [withRoom, without] = startsWith === 'with' ? benches : benches.toReversed();
    const window: Window = (isOn, count) => (isOn ? withRoom! : without!).window(true, count);
    return await measureCost(window, pairs, requestsPerWindow);
  } finally {
    for (const bench of benches) await bench.stop();
  }
}
