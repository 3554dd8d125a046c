// Ports of 127.0.0.1 that nobody had a moment ago, held together so that no two are the same.
import { createServer } from 'node:net';
import { once } from 'node:events';

export async function freePorts(count) {
  const holders = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(holders.map((holder) => once(holder, 'listening')));
  const ports = holders.map((holder) => holder.address().port);
  await Promise.all(holders.map((holder) => once(holder.close(), 'close')));
  return ports;
}
