/** Clients that go away at any point: in the head, before the answer, in the middle of a body or an answer, or of a pipeline. */
import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from './connection.js';
import { below, oneOf, type Habit } from './visit.js';

const MAX_PATIENCE_MS = 20;
const HOST = 'Host: load\r\n';

/** What is written before the client leaves. */
const beginnings: readonly ((random: () => number) => string)[] = [
  (random) => cut(get('/large'), random),
  () => get('/large'),
  () => get('/stream'),
  () => get('/piped'),
  () => get('/events'),
  (random) => get(`/late?ms=${below(MAX_PATIENCE_MS, random)}`),
  (random) => cut(upload(), random),
  () => upload(),
  // What waits behind an answer that never comes has no socket of its own.
  () => get('/late?ms=10') + get('/piped') + get('/large') + get('/piped'),
];

export const hasty: Habit = async ({ port, random, seen }) => {
  const connection = await Connection.open(port);
  connection.write(oneOf(beginnings, random)(random));
  // At once, as often as not: also before the server has seen anything.
  if (random() < 0.5) await wait(below(MAX_PATIENCE_MS, random));
  await connection.leave(random() < 0.5);
  seen.aborted++;
};

function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\n${HOST}\r\n`;
}

function upload(): string {
  const declared = 100_000;
  return `POST /upload HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: ${declared}\r\n\r\n{"a":"${'z'.repeat(declared / 2)}`;
}

function cut(text: string, random: () => number): string {
  return text.slice(0, below(text.length, random));
}
