/**
 * Counts the lines that pass through streams by standing where bytes are handed over: `push` of what is read, `write` and `end`
 * of what is written. A stream flows, waits or fails as it would without; nothing of it is read or held.
 */
import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { TransportDirection } from '../../sources/index.js';
import { LineSizes } from './line-sizes.js';
import type { TransportMeter } from './transport-meter.js';

/** What is read from, and what is written to; either may be missing. */
export interface StreamPair {
  readonly readable?: Readable | null;
  readonly writable?: Writable | null;
}

/** What of it can be followed. */
export interface OpenStreams {
  readonly readable?: Readable;
  readonly writable?: Writable;
}

/**
 * Streams that carry one message a line.
 *
 * @example
 * ```ts
 * const streams: MessageStreams = { readable: process.stdin, writable: process.stdout };
 *
 * const stop = transport('stdio').observe(streams);
 * ```
 */
export type MessageStreams = Pick<ChildProcess, 'stdin' | 'stdout'> | StreamPair;

type Layer = (this: unknown, ...args: unknown[]) => unknown;

/** Returns the undo. @param stopped called when the streams are left alone again */
export function followLines(
  { readable, writable }: OpenStreams,
  meter: TransportMeter,
  stopped: () => void,
): () => void {
  const lines = (direction: TransportDirection) => new LineSizes((bytes) => meter.message(direction, bytes));
  const [sent, received] = [lines('sent'), lines('received')];
  const undo = [
    ...(readable === undefined ? [] : [shadow(readable, 'push', received)]),
    ...(writable === undefined ? [] : [shadow(writable, 'write', sent), shadow(writable, 'end', sent)]),
  ];
  const stop = (): void => {
    for (const release of undo.splice(0)) release();
    for (const stream of [readable, writable]) stream?.off('close', stop);
    stopped();
  };
  (readable ?? writable)?.once('close', stop);
  return stop;
}

/**
 * Those that may still pass bytes: a stream that is gone would never tell again that it closes.
 * @throws TypeError for what is no stream, or one that nothing can be put on
 */
export function pairOf(streams: MessageStreams): OpenStreams {
  const { readable, writable } = 'stdin' in streams ? { readable: streams.stdout, writable: streams.stdin } : streams;
  return { ...(isOpen(readable) && { readable }), ...(isOpen(writable) && { writable }) };
}

function isOpen<S extends Readable | Writable>(stream: S | null | undefined): stream is S {
  if (stream === null || stream === undefined) return false;
  if (typeof stream.once !== 'function' || !Object.isExtensible(stream))
    throw new TypeError('a stream is expected, one that is not frozen');
  return !stream.destroyed;
}

/** Puts a layer before the method of this one stream. Returns the undo; where somebody shadowed it after us, ours only passes on. */
function shadow(stream: object, method: 'push' | 'write' | 'end', lines: LineSizes): () => void {
  const own = Object.getOwnPropertyDescriptor(stream, method);
  const original = (stream as Record<string, Layer>)[method]!;
  let isFollowing = true;
  const layer: Layer = function (this: unknown, ...args) {
    if (isFollowing) lines.take(args[0], args[1]);
    return Reflect.apply(original, this, args);
  };
  Object.defineProperty(stream, method, { value: layer, configurable: true, writable: true, enumerable: false });
  return () => {
    isFollowing = false;
    if ((stream as Record<string, Layer>)[method] !== layer) return;
    if (own === undefined) Reflect.deleteProperty(stream, method);
    else Object.defineProperty(stream, method, own);
  };
}
