/** The decision desk on PostgreSQL, a real application: everything on with 10 % sampling ÷ off, in one process. */
import { CLIENT_CORE, pinThisProcess } from '../harness/cores.js';
import { median } from '../harness/median.js';
import { measureCost, type Cost, type Window } from '../harness/paired-windows.js';
import type { Figure, Part } from '../part.js';
import { REQUESTS_PER_WALK } from './decision-walk.js';
import { DeskBench, type DeskWindow } from './desk-bench.js';

const FULL = { pairs: 40, walks: 48 };
const SHORT = { pairs: 5, walks: 24 };

export const desk: Part = {
  name: 'desk',
  method:
    `The decision desk on Express and PostgreSQL with logs, ${FULL.pairs} pairs of windows of ${FULL.walks} walks through a ` +
    `decision, ${REQUESTS_PER_WALK} requests each, by 8 users at once; CPU of the application's process.`,
  async *measure({ isShort, execPath }) {
    const unpin = pinThisProcess(CLIENT_CORE);
    try {
      yield* await measureDesk(isShort ? SHORT : FULL, execPath);
    } finally {
      unpin();
    }
  },
};

async function measureDesk({ pairs, walks }: typeof FULL, execPath: string): Promise<readonly Figure[]> {
  const bench = await DeskBench.start(execPath);
  try {
    const windows = { on: [] as DeskWindow[], off: [] as DeskWindow[] };
    const window: Window = async (isOn, count) => {
      const taken = await bench.window(isOn, count);
      windows[isOn ? 'on' : 'off'].push(taken);
      return taken;
    };
    const cost = await measureCost(window, pairs, walks);
    // Without the one that warmed up.
    return figures(bench, cost, windows.on.slice(1), windows.off.slice(1), await bench.rows());
  } finally {
    await bench.stop();
  }
}

function figures(
  bench: DeskBench,
  cost: Cost,
  on: readonly DeskWindow[],
  off: readonly DeskWindow[],
  rows: number,
): readonly Figure[] {
  const counts = `${cost.countedOn} requests counted, ${bench.rootsReceived} traces received, ${bench.logLines} log lines, ${rows} rows found`;
  const micros = [cost.offMicros, cost.onMicros].map((perWalk) => (perWalk / REQUESTS_PER_WALK).toFixed(0)).join(' → ');
  return [
    {
      id: 'desk.cost',
      title: 'the decision desk on PostgreSQL, everything at 10 %',
      unit: 'on ÷ off',
      value: cost.ratio,
      samples: cost.ratios,
      proof: `${micros} µs CPU per request; the median is known to ± ${spreadOfMedian(cost.ratios).toFixed(3)}; ${counts}`,
    },
    plain('desk.p99', 'the decision desk, p99', 'ms', on, off, ({ p99Ms }) => p99Ms),
    plain('desk.rate', 'the decision desk, requests per second', 'requests/s', on, off, (one) => one.requestsPerSecond),
  ];
}

function plain(
  id: string,
  title: string,
  unit: string,
  on: readonly DeskWindow[],
  off: readonly DeskWindow[],
  amount: (window: DeskWindow) => number,
): Figure {
  const samples = on.map(amount);
  const ratios = on.map((window, pair) => amount(window) / amount(off[pair]!));
  const proof = `off ${median(off.map(amount)).toFixed(1)}, ratio of the pairs ${median(ratios).toFixed(3)}`;
  return { id, title, unit, value: median(samples), samples, proof };
}

/** Half the interquartile range of the median itself, were the samples normal: that of a sample, less by 1.25 ÷ √n. */
function spreadOfMedian(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)]!;
  return ((at(0.75) - at(0.25)) / 2) * (1.25 / Math.sqrt(sorted.length));
}
