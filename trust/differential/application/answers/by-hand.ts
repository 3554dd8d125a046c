/** Handlers that answer by the platform's own response. */
import { setTimeout } from 'node:timers/promises';
import type { Answers, Handling, ReplyLike } from './answer.js';

const LATE_MS = 4;

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
  const raw = (reply.raw ?? reply) as ReplyLike & { destroy(): void };
  raw.writeHead(200, { 'content-type': 'text/plain' });
  raw.write('half an ans');
  globalThis.setTimeout(() => raw.destroy(), LATE_MS);
}
