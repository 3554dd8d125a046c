/** Everything in Node that others could patch, compared with what it was: by its place, whatever stands there. */
import childProcess from 'node:child_process';
import { EventEmitter } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import { Readable, Writable } from 'node:stream';
import tls from 'node:tls';
import workerThreads from 'node:worker_threads';

const places: Readonly<Record<string, object>> = {
  globalThis,
  process,
  console,
  Error,
  Promise: Promise.prototype,
  'process.stdout': process.stdout,
  'process.stderr': process.stderr,
  http,
  https,
  http2,
  net,
  tls,
  child_process: childProcess,
  worker_threads: workerThreads,
  EventEmitter: EventEmitter.prototype,
  Readable: Readable.prototype,
  Writable: Writable.prototype,
  Socket: net.Socket.prototype,
  'net.Server': net.Server.prototype,
  'http.Server': http.Server.prototype,
  IncomingMessage: http.IncomingMessage.prototype,
  OutgoingMessage: http.OutgoingMessage.prototype,
  ServerResponse: http.ServerResponse.prototype,
  ClientRequest: http.ClientRequest.prototype,
};

export type Places = ReadonlyMap<string, unknown>;

export function readPlaces(): Places {
  return new Map(
    Object.entries(places).flatMap(([place, object]) =>
      Reflect.ownKeys(object).map((key) => [`${place}.${String(key)}`, standingAt(object, key)] as const),
    ),
  );
}

/** Helpers that compiled libraries bring along when they are loaded, and the place where all copies of OpenTelemetry's API meet. */
const HELPER = /^globalThis\.(?:__|Symbol\(opentelemetry\.js\.api\.)/;

/** Names of functions that are not what they were, and of what has come since. */
export function changedPlaces(before: Places, after: Places): string[] {
  const isChanged = ([name, now]: [string, unknown]): boolean => {
    const was = before.get(name);
    return !HELPER.test(name) && (before.has(name) ? was !== undefined && was !== now : true);
  };
  return [...after].filter(isChanged).map(([name]) => name);
}

/** Functions only: what Node counts, caches and loads when it is first asked for is its own affair. */
function standingAt(object: object, key: PropertyKey): unknown {
  const { value } = Object.getOwnPropertyDescriptor(object, key)!;
  return typeof value === 'function' ? value : undefined;
}
