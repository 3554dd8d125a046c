/** Handlers whose answer comes in pieces: the pieces, and their borders, are part of it. */
import { Readable } from 'node:stream';
import { StreamableFile, type MessageEvent } from '@nestjs/common';
import { concat, EMPTY, from, interval, throwError, timer, type Observable } from 'rxjs';
import { finalize, map, mergeMap, take } from 'rxjs/operators';
import type { Answers, Handling, ReplyLike } from './answer.js';

const PIECE_MS = 2;
/** By then a compressed head, made in another thread, is on the line. */
const FAILURE_MS = 20;

export const streams = {
  file: { run: () => new StreamableFile(Buffer.from('a file of bytes')) },
  'named-file': {
    run: () =>
      new StreamableFile(Buffer.from('a,b\n1,2\n'), { type: 'text/csv', disposition: 'attachment', length: 8 }),
  },
  'file-in-pieces': { run: () => new StreamableFile(Readable.from(pieces())) },
  'file-that-fails': { run: () => new StreamableFile(Readable.from(failing())) },
  events: { isEventStream: true, run: ({ journal }) => numbered(3).pipe(finalize(() => journal('events over'))) },
  'typed-events': {
    isEventStream: true,
    run: () => from<MessageEvent[]>([{ id: '1', type: 'bid', retry: 10, data: { amount: 5 } }, { data: 'two\nlines' }]),
  },
  'no-events': { isEventStream: true, run: () => EMPTY },
  'events-that-fail': {
    isEventStream: true,
    run: () => concat(numbered(1), timer(PIECE_MS).pipe(mergeMap(() => throwError(() => new Error('no more'))))),
  },
  'written-pieces': { reply: 'by-hand', run: (handling) => write(handling, ['one', 'two', 'three']) },
  'written-head-first': {
    reply: 'by-hand',
    run: (handling) => {
      const raw = rawOf(handling);
      raw.writeHead(206, { 'X-Order': 'kept', 'content-type': 'text/plain' });
      raw.write('partial');
      raw.end();
    },
  },
} as const satisfies Answers;

async function* pieces(): AsyncGenerator<Buffer> {
  for (const piece of ['first ', 'second ', 'third']) {
    yield Buffer.from(piece);
    await new Promise((resolve) => setTimeout(resolve, PIECE_MS));
  }
}

async function* failing(): AsyncGenerator<Buffer> {
  yield Buffer.from('half ');
  await new Promise((resolve) => setTimeout(resolve, FAILURE_MS));
  throw new Error('the disk is gone');
}

function numbered(count: number): Observable<MessageEvent> {
  return interval(PIECE_MS).pipe(
    take(count),
    map((number) => ({ id: `e${number}`, data: { number } })),
  );
}

/** Node's own response, taken out of Fastify's hands. */
function rawOf({ reply }: Handling): ReplyLike {
  if (reply.raw === undefined) return reply;
  reply.hijack();
  return reply.raw;
}

async function write(handling: Handling, texts: readonly string[]): Promise<void> {
  const raw = rawOf(handling);
  for (const text of texts) {
    raw.write(text);
    await new Promise((resolve) => setTimeout(resolve, PIECE_MS));
  }
  raw.end('.');
}
