/**
 * Messages between two processes, one line each. Lines are written from buffers that are used again: a decision is a few
 * kilobytes, and there are many of them.
 */
import type { Readable, Writable } from 'node:stream';
import { createInterface, type Interface } from 'node:readline';
import { once } from 'node:events';
import type { BuffersInstrument } from 'nestjs-observability/instruments';

const bufferBytes = 64 * 1024;
const keptBuffers = 4;

export class LineFrames {
  private readonly free: Buffer[] = [];
  private readonly meter;

  constructor(buffers: BuffersInstrument) {
    this.meter = buffers.pool('frames');
    this.meter.watchSize(() => this.free.length);
  }

  /** Resolves with the bytes written once the stream has taken them. */
  async write(to: Writable, line: string): Promise<number> {
    const text = `${line}\n`;
    if (Buffer.byteLength(text) > bufferBytes) return send(to, Buffer.from(text));
    const buffer = this.take();
    const bytes = await send(to, buffer.subarray(0, buffer.write(text)));
    if (this.free.length < keptBuffers) this.free.push(buffer);
    return bytes;
  }

  private take(): Buffer {
    const free = this.free.pop();
    this.meter.taken({ isReused: free !== undefined });
    return free ?? Buffer.allocUnsafeSlow(bufferBytes);
  }
}

function send(to: Writable, bytes: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    to.write(bytes, (error) => (error ? reject(error) : resolve(bytes.length)));
  });
}

export function linesOf(from: Readable): Interface {
  return createInterface({ input: from });
}

/** The next line; rejects when the stream ends before. */
export async function nextLine(lines: Interface): Promise<string> {
  const ended = new AbortController();
  const line = once(lines, 'line', { signal: ended.signal }) as Promise<[string]>;
  const end = once(lines, 'close', { signal: ended.signal }).then(() => {
    throw new Error('The other side has gone.');
  });
  try {
    return (await Promise.race([line, end]))[0];
  } finally {
    ended.abort();
    void end.catch(() => undefined);
    void line.catch(() => undefined);
  }
}
