/** CPU per message with the module on, divided by the same with it off, in one process and alternating windows. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { median } from './median.js';
import type { MessageCommand, MessageReading } from './message-server.js';
import type { Subject } from './message-subjects.js';
import type { Variant } from './variants.js';

export interface MessageCost {
  readonly ratio: number;
  readonly offMicros: number;
  readonly onMicros: number;
  /** Messages sent while on, and how many the metrics counted: must be equal. */
  readonly sentOn: number;
  readonly countedOn: number;
  readonly spansSeen: number;
}

interface Pair {
  readonly on: MessageReading;
  readonly off: MessageReading;
}

export async function measureMessageCost(
  subject: Subject,
  variant: Variant,
  pairs: number,
  count: number,
): Promise<MessageCost> {
  const process = new MessageProcess(subject, variant);
  const port = await process.port();
  try {
    // Long enough for the engine to have optimised both ways.
    for (const isOn of [true, false]) await process.window(port, isOn, count * 3);
    const measured: Pair[] = [];
    for (let pair = 0; pair < pairs; pair++) measured.push(await measurePair(process, port, pair % 2 === 0, count));
    return summarize(measured, count);
  } finally {
    await process.stop();
  }
}

/** Every other pair begins with "off", so that a drift of the machine cancels out. */
async function measurePair(
  process: MessageProcess,
  port: number | undefined,
  onFirst: boolean,
  count: number,
): Promise<Pair> {
  const first = await process.window(port, onFirst, count);
  const second = await process.window(port, !onFirst, count);
  return onFirst ? { on: first, off: second } : { on: second, off: first };
}

function summarize(measured: readonly Pair[], count: number): MessageCost {
  return {
    ratio: median(measured.map(({ on, off }) => on.cpuMicros / off.cpuMicros)),
    offMicros: median(measured.map(({ off }) => off.cpuMicros / count)),
    onMicros: median(measured.map(({ on }) => on.cpuMicros / count)),
    sentOn: measured.length * count,
    countedOn: measured.reduce((sum, { on }) => sum + on.counted, 0),
    spansSeen: measured.reduce((sum, { on }) => sum + on.spans, 0),
  };
}

class MessageProcess {
  private readonly child: ChildProcess;

  constructor(subject: Subject, variant: Variant) {
    this.child = fork(join(__dirname, 'message-server.js'), [subject, variant], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  async port(): Promise<number | undefined> {
    const [message] = (await once(this.child, 'message')) as [{ port?: number }];
    return message.port;
  }

  async window(port: number | undefined, isOn: boolean, count: number): Promise<MessageReading> {
    const before = await this.ask({ ask: 'switch', isOn });
    if (port !== undefined) await echo(port, count);
    const after = await this.ask(port === undefined ? { ask: 'run', count } : { ask: 'read' });
    return {
      cpuMicros: after.cpuMicros - before.cpuMicros,
      counted: after.counted - before.counted,
      spans: after.spans - before.spans,
    };
  }

  async stop(): Promise<void> {
    this.child.send({ ask: 'stop' } satisfies MessageCommand);
    await once(this.child, 'exit');
  }

  private async ask(command: MessageCommand): Promise<MessageReading> {
    const answer = once(this.child, 'message');
    this.child.send(command);
    const [reading] = (await answer) as [MessageReading];
    return reading;
  }
}

const MESSAGE = JSON.stringify({ event: 'echo', data: { hello: 'world' } });
const AHEAD = 16;

/** Keeps a few messages under way on one connection until `count` have been answered. */
async function echo(port: number, count: number): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await once(socket, 'open');
  await new Promise<void>((resolve, reject) => {
    let [sent, answered] = [0, 0];
    const send = (): void => {
      if (sent < count) socket.send(MESSAGE, () => undefined);
      sent++;
    };
    socket.on('error', reject);
    socket.on('message', () => (++answered === count ? resolve() : send()));
    for (let ahead = 0; ahead < AHEAD; ahead++) send();
  });
  socket.close();
  await once(socket, 'close');
}
