/** Alternating windows with the module on and off in one process, and what they amount to. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
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
  readonly offMicros: number;
  readonly onMicros: number;
  /** Sent while on, and how many of these the metrics counted: must be equal. */
  readonly sentOn: number;
  readonly countedOn: number;
  readonly spansSeen: number;
}

/** Runs `count` requests or messages with the module on or off. */
export type Window = (isOn: boolean, count: number) => Promise<Reading>;

export async function measureCost(window: Window, pairs: number, count: number): Promise<Cost> {
  // Long enough for the engine to have optimised both ways.
  await window(true, count * 6);
  await window(false, count * 3);
  const measured: Pair[] = [];
  for (let pair = 0; pair < pairs; pair++) measured.push(await measurePair(window, pair % 2 === 0, count));
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
  return {
    ratio: median(measured.map(({ on, off }) => on.cpuMicros / off.cpuMicros)),
    offMicros: median(measured.map(({ off }) => off.cpuMicros / count)),
    onMicros: median(measured.map(({ on }) => on.cpuMicros / count)),
    sentOn: measured.length * count,
    countedOn: measured.reduce((sum, { on }) => sum + on.counted, 0),
    spansSeen: measured.reduce((sum, { on }) => sum + on.spans, 0),
  };
}

/** The process that is measured: answers each command with its reading. */
export class MeasuredProcess<Command extends object> {
  private readonly child: ChildProcess;

  constructor(script: string, args: readonly string[]) {
    this.child = fork(join(__dirname, script), [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  /** Where to connect, once it is ready. */
  async port(): Promise<number> {
    const [message] = (await once(this.child, 'message')) as [{ port: number }];
    return message.port;
  }

  async ask(command: Command): Promise<Reading> {
    const answer = once(this.child, 'message');
    this.child.send(command);
    const [reading] = (await answer) as [Reading];
    return reading;
  }

  async stop(command: Command): Promise<void> {
    this.child.send(command);
    await once(this.child, 'exit');
  }
}

export function between(before: Reading, after: Reading): Reading {
  return {
    cpuMicros: after.cpuMicros - before.cpuMicros,
    counted: after.counted - before.counted,
    spans: after.spans - before.spans,
  };
}
