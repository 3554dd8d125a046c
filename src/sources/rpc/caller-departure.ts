/** Hears that whoever waits for an answer has gone away, where the transport tells: a closed TCP socket, a cancelled gRPC call. */
import type { EventEmitter } from 'node:events';
import { ask, at, contextOf, grpcCallOf, type HandlerArguments } from './message-fields.js';

/** Returns how to stop listening. */
export function onDeparture(transport: string, args: HandlerArguments, gone: () => void): () => void {
  if (transport === 'tcp') return onSocketClose(at(ask(contextOf(args), 'getSocketRef'), 'netSocket'), gone);
  if (transport === 'grpc') return onCancelled(grpcCallOf(args), gone);
  return nothing;
}

const nothing = (): void => undefined;

/** One listener per socket, however many requests share it. */
const waiting = new WeakMap<object, Set<() => void>>();

function onSocketClose(socket: unknown, gone: () => void): () => void {
  if (!isEmitter(socket)) return nothing;
  const listeners = waiting.get(socket) ?? listenTo(socket);
  listeners.add(gone);
  return () => listeners.delete(gone);
}

function listenTo(socket: EventEmitter): Set<() => void> {
  const listeners = new Set<() => void>();
  waiting.set(socket, listeners);
  socket.once('close', () => {
    for (const gone of listeners) gone();
  });
  return listeners;
}

function onCancelled(call: unknown, gone: () => void): () => void {
  if (!isEmitter(call)) return nothing;
  call.once('cancelled', gone);
  return () => call.off('cancelled', gone);
}

export function isEmitter(value: unknown): value is EventEmitter {
  return typeof at(value, 'once') === 'function' && typeof at(value, 'off') === 'function';
}
