/** What clients have open when an instance is asked to end. */
import { get } from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Instance } from '../application/instance.js';

/** A request is there before its answer is, which here never comes. */
const ARRIVES_IN_MS = 100;

export async function openHanging({ url }: Instance): Promise<string> {
  get(`${url}/hang`).on('error', () => undefined);
  await delay(ARRIVES_IN_MS);
  return '/hang';
}

export async function openEvents({ url }: Instance): Promise<string> {
  const [response] = await once(
    get(`${url}/events`).on('error', () => undefined),
    'response',
  );
  response.on('error', () => undefined);
  await once(response, 'data');
  return '/events';
}

/** A socket is no request. */
export async function openSocket({ url }: Instance): Promise<undefined> {
  const socket = new WebSocket(url.replace('http', 'ws')).on('error', () => undefined);
  await once(socket, 'open');
  socket.send(JSON.stringify({ event: 'ping' }));
  await once(socket, 'message');
  return undefined;
}
