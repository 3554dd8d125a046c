/**
 * Counts the lines that pass through streams by standing where bytes are handed over: `push` of what is read, `write` and `end`
 * of what is written. A stream flows, waits or fails as it would without; nothing of it is read or held.
 */
import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { TransportDirection } from '../../sources/index.js';
import { LineSizes } from './line-sizes.js';
import type { TransportMeter } from './transport-meter.js';

export interface StreamPair {
  readonly readable?: Readable | null;
  readonly writable?: Writable | null;
}

export type MessageStreams = Pick<ChildProcess, 'stdin' | 'stdout'> | StreamPair;

type Layer = (this: unknown, ...args: unknown[]) => unknown;

/** Returns the undo. @param stopped called when the streams are left alone again */
export function followLines(
  { readable, writable }: StreamPair,
  meter: TransportMeter,
  stopped: () => void,
): () => void {
  const lines = (direction: TransportDirection) => new LineSizes((bytes) => meter.message(direction, bytes));
  const [sent, received] = [lines('sent'), lines('received')];
  const undo = [
    ...(readable == null ? [] : [shadow(readable, 'push', received)]),
    ...(writable == null ? [] : [shadow(writable, 'write', sent), shadow(writable, 'end', sent)]),
  ];
  const stop = (): void => {
    for (const release of undo.splice(0)) release();
    for (const stream of [readable, writable]) stream?.off('close', stop);
    stopped();
  };
  (readable ?? writable)?.once('close', stop);
  return stop;
}

export function pairOf(streams: MessageStreams): StreamPair {
  if (!('stdin' in streams)) return streams;
  const { stdin, stdout } = streams;
  return { readable: stdout, writable: stdin };
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
