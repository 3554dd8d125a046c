/** Clients that take their time: a head that comes piece by piece, an answer that is hardly read. */
import { setTimeout as wait } from 'node:timers/promises';
import { Connection } from './connection.js';
import { below, type Habit } from './visit.js';

const PIECE_BYTES = 4;
const BETWEEN_PIECES_MS = 3;
const BETWEEN_READS_MS = 10;
const HEAD = 'GET /piped HTTP/1.1\r\nHost: load\r\nX-Slow: slowly\r\n\r\n';
const ANSWER = '{"isPiped":true}';

/** As slowloris does; every other one goes away before its head is whole. */
export const slowWriter: Habit = async ({ port, random, seen }) => {
  const connection = await Connection.open(port);
  const end = random() < 0.5 ? HEAD.length : below(HEAD.length, random);
  for (let at = 0; at < end; at += PIECE_BYTES) {
    connection.write(HEAD.slice(at, Math.min(end, at + PIECE_BYTES)));
    await wait(BETWEEN_PIECES_MS);
  }
  if (end === HEAD.length) await connection.receives((text) => text.endsWith(ANSWER));
  await connection.leave(random() < 0.5);
  seen.slow++;
};

/** Lets the server wait until the client reads on; every third one is gone before the end. */
export const slowReader: Habit = async ({ port, random, seen }) => {
  const connection = await Connection.open(port);
  const [path, end] = random() < 0.5 ? ['/stream', '\r\n0\r\n\r\n'] : ['/large', 'x'.repeat(256 * 1024)];
  connection.write(`GET ${path} HTTP/1.1\r\nHost: load\r\n\r\n`);
  const reads = below(6, random);
  for (let read = 0; read < reads; read++) await connection.pause(BETWEEN_READS_MS);
  if (random() < 0.67) await connection.receives((text) => text.endsWith(end));
  await connection.leave(random() < 0.5);
  seen.slow++;
};
