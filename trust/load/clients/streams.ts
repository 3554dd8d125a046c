/** Clients of event streams and WebSockets that never stay: they take a little, go, and come again. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Connection } from './connection.js';
import { below, type Habit } from './visit.js';

const MAX_EVENTS = 5;
const MAX_MESSAGES = 8;

/** Comes back with the id of the last event it has seen, as browsers do. */
export const eventSource: Habit = async ({ port, random, seen }) => {
  const connection = await Connection.open(port);
  const wanted = 1 + below(MAX_EVENTS, random);
  const lastId = `Last-Event-ID: ${below(1_000, random)}\r\n`;
  connection.write(`GET /events HTTP/1.1\r\nHost: load\r\nAccept: text/event-stream\r\n${lastId}\r\n`);
  await connection.receives((text) => text.split('data:').length > wanted);
  await connection.leave(random() < 0.5);
  seen.reconnected++;
};

/** Says goodbye, or does not. */
export const talker: Habit = async ({ port, random, seen }) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/talk`);
  socket.on('error', () => undefined);
  await once(socket, 'open');
  for (let left = below(MAX_MESSAGES, random); left > 0; left--) {
    socket.send(JSON.stringify({ event: 'ping', data: left }));
    await once(socket, 'message');
    seen.messages++;
  }
  const closed = once(socket, 'close');
  if (random() < 0.5) socket.close(1000);
  else socket.terminate();
  await closed;
  seen.reconnected++;
};
