/** CPU per message with the module on, divided by the same with it off, in one process. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { MessageCommand } from './message-server.js';
import type { Subject } from './message-subjects.js';
import { MeasuredProcess } from '../harness/measured-process.js';
import { between, measureCost, type Cost, type Reading } from '../harness/paired-windows.js';
import type { Variant } from '../requests/variants.js';

export async function measureMessageCost(
  subject: Subject,
  variant: Variant,
  pairs: number,
  messagesPerWindow: number,
): Promise<Cost> {
  const server = new MeasuredProcess<MessageCommand>('messages/message-server.js', [subject, variant]);
  const { port } = await server.hear<{ port: number }>();
  const window = async (isOn: boolean, count: number) => {
    const before = await server.ask<Reading>({ ask: 'switch', isOn });
    // Only WebSocket messages come from outside.
    if (subject === 'websocket') await echo(port, count);
    const after = await server.ask<Reading>(subject === 'websocket' ? { ask: 'read' } : { ask: 'run', count });
    return between(before, after);
  };
  try {
    return await measureCost(window, pairs, messagesPerWindow);
  } finally {
    await server.stop({ ask: 'stop' });
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
