/** Handlers that answer by the platform's own response. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout } from 'node:timers/promises';
import type { Answers, Handling, ReplyLike } from './answer.js';

const LATE_MS = 4;
const MAX_TURNS = 100_000;

export const byHand = {
  sent: { reply: 'by-hand', run: ({ reply }) => void reply.status(203).send({ by: 'hand' }) },
  'sent-late': {
    reply: 'by-hand',
    run: async ({ reply }) => {
      await setTimeout(LATE_MS);
      reply.header('x-late', 'yes').send('late');
    },
  },
  'sent-and-returned': { reply: 'by-hand', run: ({ reply }) => (reply.send({ sent: true }), { returned: true }) },
  'sent-then-thrown': {
    reply: 'by-hand',
    run: ({ reply }) => {
      reply.send({ sent: 'before the error' });
      throw new Error('after the answer');
    },
  },
  'many-headers': {
    reply: 'by-hand',
    run: ({ reply }) => void reply.header('X-B', '2').header('X-A', '1').header('Set-Cookie', 'a=1').send('in order'),
  },
  'own-request-id': {
    reply: 'by-hand',
    run: ({ reply }) => void reply.header('X-Trace', 'own').status(201).send('own'),
  },
  passthrough: {
    reply: 'passthrough',
    run: ({ reply }) => (reply.status(202).header('x-through', 'yes'), { passed: 'through' }),
  },
  'passthrough-then-thrown': {
    reply: 'passthrough',
    run: ({ reply }) => {
      reply.header('x-through', 'kept?');
      throw new Error('after a header');
    },
  },
  'broken-off': { reply: 'by-hand', run: (handling) => breakOff(handling) },
} as const satisfies Answers;

/** Half an answer, then the connection is gone. */
function breakOff({ reply }: Handling): void {
  reply.hijack?.();
  const response = (reply.raw ?? reply) as ReplyLike & ServerResponse;
  const { bytesWritten } = response.socket!;
  response.writeHead(200, { 'content-type': 'text/plain' });
  response.write('half an ans');
  void destroyOnceHeard(response, response.socket!, bytesWritten);
}

/** Compressed, the half comes onto the line when another thread is done with it. */
async function destroyOnceHeard(response: ServerResponse, socket: Socket, bytesBefore: number): Promise<void> {
  const isSilent = (): boolean => socket.bytesWritten === bytesBefore && !socket.destroyed;
  for (let turn = 0; isSilent() && turn < MAX_TURNS; turn++) await nextTurn();
  await nextTurn();
  response.destroy();
}
