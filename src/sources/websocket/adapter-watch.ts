/**
 * Where every WebSocket adapter has to pass: it subscribes to what its `transform` makes of an answer, and it tells when a
 * client has left. Both are shadowed on the one adapter instance that Nest uses; without a connection of ours they only pass on.
 */
import { endOf } from './close-reason.js';
import { connectionOf } from './gateway-connection.js';
import { followAnswer } from './gateway-message.js';

type Transform = (answer: unknown) => unknown;
type Disconnected = (this: unknown, ...args: unknown[]) => unknown;

/** The part of Nest's `WebSocketAdapter` that matters here. */
export interface WatchedAdapter {
  bindMessageHandlers(client: unknown, handlers: unknown, transform: Transform, ...rest: unknown[]): unknown;
  bindClientDisconnect?(client: unknown, callback: Disconnected, ...rest: unknown[]): unknown;
}

const watched = new WeakSet<WatchedAdapter>();

export function watchAdapter(adapter: WatchedAdapter): void {
  if (watched.has(adapter)) return;
  watched.add(adapter);
  watchAnswers(adapter, adapter.bindMessageHandlers);
  if (adapter.bindClientDisconnect !== undefined) watchLeaving(adapter, adapter.bindClientDisconnect);
}

function watchAnswers(adapter: WatchedAdapter, bind: WatchedAdapter['bindMessageHandlers']): void {
  adapter.bindMessageHandlers = function (client, handlers, transform, ...rest) {
    const following: Transform = (answer) => followAnswer(answer, transform(answer));
    return bind.call(this, client, handlers, following, ...rest);
  };
}

function watchLeaving(adapter: WatchedAdapter, bind: NonNullable<WatchedAdapter['bindClientDisconnect']>): void {
  adapter.bindClientDisconnect = function (client, callback, ...rest) {
    const leaving: Disconnected = function (this: unknown, ...args) {
      const connection = connectionOf(client);
      if (connection === undefined) return callback.apply(this, args);
      try {
        return connection.runIn(() => callback.apply(this, args));
      } finally {
        connection.end(endOf(args[0]));
      }
    };
    return bind.call(this, client, leaving, ...rest);
  };
}
