/** Readers of the live stream that stay. */
import { connect, type Socket } from 'node:net';
import { API } from '../shops/shop.js';
import type { OwnShop } from '../input/own-shop.js';

export interface OpenStreams {
  readonly statuses: readonly number[];
  close(): Promise<void>;
}

/** Places are free again a moment after their readers have gone. */
const MOMENT_MS = 100;

export async function openStreams(
  { port, ownerHeader }: Pick<OwnShop, 'port' | 'ownerHeader'>,
  count: number,
): Promise<OpenStreams> {
  const sockets: Socket[] = [];
  const statuses: number[] = [];
  for (let opened = 0; opened < count; opened++) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    socket.write(`GET ${API}/live HTTP/1.1\r\nHost: localhost\r\n${ownerHeader.join(': ')}\r\n\r\n`);
    statuses.push(await statusOn(socket));
  }
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, MOMENT_MS));
  };
  return { statuses, close };
}

function statusOn(socket: Socket): Promise<number> {
  return new Promise((resolve) => {
    socket.once('data', (bytes) => resolve(Number(bytes.toString('latin1').split(' ')[1])));
    socket.once('close', () => resolve(0));
  });
}
