/**
 * Nest's own classes behind gateways, wrapped once on their prototypes: the controller that connects gateways to servers, and
 * the handler that answers exceptions. The same in Nest 11 and 12. Which application a call belongs to is told by its
 * configuration; an application that is not observed passes through.
 */
import { requirePeer } from '../../config/index.js';
import { impersonate } from '../../kernel/index.js';
import { watchAdapter, type WatchedAdapter } from './adapter-watch.js';
import { connectionOf } from './gateway-connection.js';

export interface SubscribedMessage {
  readonly message: unknown;
  readonly methodName: string;
  readonly callback: (...args: unknown[]) => unknown;
}

export type ClientListener = (client: object, ...rest: unknown[]) => unknown;

/** What an observed application makes of its gateways. */
export interface GatewayObserver {
  /** `listener` introduces a client to this gateway. */
  observeClients(gateway: object, listener: ClientListener): ClientListener;
  observeMessages<T extends SubscribedMessage>(gateway: object, subscribed: readonly T[]): readonly T[];
}

interface Controller {
  readonly config: { getIoAdapter(): WatchedAdapter };
  getConnectionHandler(context: unknown, gateway: object, ...rest: unknown[]): ClientListener;
  subscribeMessages(subscribed: readonly SubscribedMessage[], client: unknown, gateway: object): unknown;
}

interface ExceptionsHandler {
  handle(exception: unknown, host: { getArgs(): readonly unknown[] }): unknown;
}

const FEATURE = 'Observing WebSocket gateways';

const observers = new WeakMap<object, GatewayObserver>();
const wrapped = new WeakSet<object>();

/** @param configuration Nest's `ApplicationConfig`, the same object for all parts of one application */
export function observeGateways(configuration: object, observer: GatewayObserver): void {
  const { WebSocketsController } = requirePeer<{ WebSocketsController: { prototype: Controller } }>(
    '@nestjs/websockets/web-sockets-controller',
    FEATURE,
  );
  const { WsExceptionsHandler } = requirePeer<{ WsExceptionsHandler: { prototype: ExceptionsHandler } }>(
    '@nestjs/websockets/exceptions/ws-exceptions-handler',
    FEATURE,
  );
  observers.set(configuration, observer);
  once(WebSocketsController.prototype, wrapController);
  once(WsExceptionsHandler.prototype, wrapExceptionsHandler);
}

export function releaseGateways(configuration: object): void {
  observers.delete(configuration);
}

function once<T extends object>(prototype: T, wrap: (prototype: T) => void): void {
  if (wrapped.has(prototype)) return;
  wrapped.add(prototype);
  wrap(prototype);
}

function wrapController(prototype: Controller): void {
  const { getConnectionHandler, subscribeMessages } = prototype;

  prototype.getConnectionHandler = function (context, gateway, ...rest) {
    const listener = getConnectionHandler.call(this, context, gateway, ...rest);
    const observer = observers.get(this.config);
    if (observer === undefined) return listener;
    watchAdapter(this.config.getIoAdapter());
    return observer.observeClients(gateway, listener);
  };
  impersonate(prototype.getConnectionHandler, getConnectionHandler);

  prototype.subscribeMessages = function (subscribed, client, gateway) {
    const observed = observers.get(this.config)?.observeMessages(gateway, subscribed) ?? subscribed;
    return subscribeMessages.call(this, observed, client, gateway);
  };
  impersonate(prototype.subscribeMessages, subscribeMessages);
}

/** Sees every exception: also a guard's refusal, which no code of the application has thrown. */
function wrapExceptionsHandler(prototype: ExceptionsHandler): void {
  const { handle } = prototype;
  prototype.handle = function (exception, host) {
    const [client, ...args] = host.getArgs();
    connectionOf(client)?.messageFailed(args, exception);
    return handle.call(this, exception, host);
  };
  impersonate(prototype.handle, handle);
}
