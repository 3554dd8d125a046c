/** CPU per request with the module on, divided by the same with it off, in one server process and alternating windows. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { load } from './load.js';
import { median } from './median.js';
import type { Command, Reading } from './server.js';
import type { Variant } from './variants.js';

export interface RequestCost {
  /** Median over the pairs. */
  readonly ratio: number;
  readonly offMicros: number;
  readonly onMicros: number;
  /** Requests sent while on, and how many the metrics counted: must be equal. */
  readonly sentOn: number;
  readonly countedOn: number;
  readonly spansSeen: number;
}

interface Window {
  readonly cpuMicros: number;
  readonly counted: number;
  readonly spans: number;
}

export async function measureRequestCost(
  variant: Variant,
  pairs: number,
  requestsPerWindow: number,
): Promise<RequestCost> {
  const server = new BenchServer(variant);
  const port = await server.port();
  try {
    // Long enough for the engine to have optimised both ways.
    await server.window(port, true, requestsPerWindow * 6);
    await server.window(port, false, requestsPerWindow * 3);
    const measured: { on: Window; off: Window }[] = [];
    for (let pair = 0; pair < pairs; pair++)
      measured.push(await measurePair(server, port, pair % 2 === 0, requestsPerWindow));
    return summarize(measured, requestsPerWindow);
  } finally {
    await server.stop();
  }
}

/** Every other pair begins with "off", so that a drift of the machine cancels out. */
async function measurePair(
  server: BenchServer,
  port: number,
  onFirst: boolean,
  count: number,
): Promise<{ on: Window; off: Window }> {
  const first = await server.window(port, onFirst, count);
  const second = await server.window(port, !onFirst, count);
  return onFirst ? { on: first, off: second } : { on: second, off: first };
}

function summarize(measured: readonly { on: Window; off: Window }[], count: number): RequestCost {
  return {
    ratio: median(measured.map(({ on, off }) => on.cpuMicros / off.cpuMicros)),
    offMicros: median(measured.map(({ off }) => off.cpuMicros / count)),
    onMicros: median(measured.map(({ on }) => on.cpuMicros / count)),
    sentOn: measured.length * count,
    countedOn: measured.reduce((sum, { on }) => sum + on.counted, 0),
    spansSeen: measured.reduce((sum, { on }) => sum + on.spans, 0),
  };
}

class BenchServer {
  private readonly child: ChildProcess;

  constructor(variant: Variant) {
    this.child = fork(join(__dirname, 'server.js'), [variant], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  async port(): Promise<number> {
    const [message] = (await once(this.child, 'message')) as [{ port: number }];
    return message.port;
  }

  async window(port: number, isOn: boolean, count: number): Promise<Window> {
    const before = await this.ask({ ask: 'switch', isOn });
    await load(port, count);
    const after = await this.ask({ ask: 'read' });
    return {
      cpuMicros: after.cpuMicros - before.cpuMicros,
      counted: after.requestsCounted - before.requestsCounted,
      spans: after.spansSeen - before.spansSeen,
    };
  }

  async stop(): Promise<void> {
    this.child.send({ ask: 'stop' } satisfies Command);
    await once(this.child, 'exit');
  }

  private async ask(command: Command): Promise<Reading> {
    const answer = once(this.child, 'message');
    this.child.send(command);
    const [reading] = (await answer) as [Reading];
    return reading;
  }
}
