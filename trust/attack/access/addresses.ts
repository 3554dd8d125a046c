/** All of 127.0.0.0/8 is this machine: an attempt from an address of its own is not refused for those before it. */
import { platform } from 'node:os';

/** Elsewhere only one of them is set up. */
const HAS_MANY = platform() === 'linux';

let count = 0;

export function nextAddress(): string {
  if (!HAS_MANY) return '127.0.0.1';
  count = (count + 1) % 60_000;
  return `127.1.${count >> 8}.${count & 255 || 1}`;
}
