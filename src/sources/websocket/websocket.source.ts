/**
 * Messages to gateways and the connections they come over, with every adapter of Nest (socket.io, ws, and others that keep
 * to its interface). A connection continues the trace of its handshake. It may live for hours, so each message has a trace
 * of its own that links to the connection; with `messaging.relation: 'parent'` messages are its children.
 */
import type { EventEmitter } from 'node:events';
import type { Meter, OperationPipeline } from '../../kernel/index.js';
import type { NestApplication } from '../nest-application.js';
import type { NestSource } from '../nest-source.js';
import { observeEnhancer, observeHandlers } from '../phases/phase.source.js';
import { ClientConnections, type ClientConnectionOptions } from './client-connections.js';
import { endOf } from './close-reason.js';
import { connectionOf, type GatewayConnection } from './gateway-connection.js';
import { MessageHandler } from './gateway-message.js';
import {
  observeGateways,
  releaseGateways,
  type ClientListener,
  type GatewayObserver,
  type SubscribedMessage,
} from './nest-gateways.js';
import { connectionConvention, messageConvention } from './websocket.convention.js';

const GATEWAY_OPTIONS = 'websockets:gateway_options';
const GATEWAY_METADATA = 'websockets:is_gateway';
const MESSAGE_METADATA = 'message';

export class WebSocketSource implements NestSource, GatewayObserver {
  readonly name = 'websocket';
  readonly conventions = [connectionConvention, messageConvention];
  private readonly observed = new WeakMap<object, readonly SubscribedMessage[]>();
  private configuration: object | undefined;
  private pipeline: OperationPipeline | undefined;
  private connections!: ClientConnections;

  constructor(private readonly options: ClientConnectionOptions) {}

  observeClasses(application: NestApplication): void {
    const { configuration } = application;
    if (configuration === undefined) throw new TypeError('This version of Nest keeps its configuration elsewhere');
    this.configuration = configuration;
    observeGateways(configuration, this);
    if (!this.options.config.phases) return;
    const gateways = application.classesWith(GATEWAY_METADATA);
    for (const gateway of gateways) observeHandlers(gateway, MESSAGE_METADATA);
    for (const enhancer of application.enhancersOf(gateways)) observeEnhancer(enhancer);
  }

  attach(pipeline: OperationPipeline, meter: Meter): void {
    this.connections = new ClientConnections(pipeline, meter, this.options);
    this.pipeline = pipeline;
  }

  detach(): void {
    if (this.configuration !== undefined) releaseGateways(this.configuration);
    if (this.pipeline !== undefined) this.connections.close();
    this.pipeline = undefined;
  }

  observeClients(gateway: object, listener: ClientListener): ClientListener {
    return (client, ...rest) => {
      const connection = this.connect(gateway, client, rest[0]);
      if (connection === undefined) return listener(client, ...rest);
      try {
        return connection.runIn(() => listener(client, ...rest));
      } finally {
        // Refused by `handleConnection`, before Nest listens for its leaving.
        if (hasLeft(client)) connection.end(endOf(undefined));
      }
    };
  }

  observeMessages<T extends SubscribedMessage>(gateway: object, subscribed: readonly T[]): readonly T[] {
    let observed = this.observed.get(subscribed) as readonly T[] | undefined;
    if (observed === undefined) {
      observed = subscribed.map((message) => ({ ...message, callback: observedCallback(gateway, message) }));
      this.observed.set(subscribed, observed);
    }
    return observed;
  }

  /** One connection a client, however many gateways it has; undefined leaves the client alone. */
  private connect(gateway: object, client: unknown, beside: unknown): GatewayConnection | undefined {
    const { pipeline } = this;
    if (pipeline === undefined || typeof client !== 'object' || client === null) return undefined;
    const known = connectionOf(client);
    known?.meetsGateway();
    if (known !== undefined) return known;
    // Another gateway, which met it first, has refused it.
    if (hasLeft(client)) return undefined;
    return pipeline.diagnostics.safely(this.name, 'connection', () => this.begin(gateway, client, beside), undefined);
  }

  private begin(gateway: object, client: object, beside: unknown): GatewayConnection {
    const connection = this.connections.begin(placeOf(gateway), client, beside);
    connection.meetsGateway();
    watchErrors(client, connection);
    return connection;
  }
}

/** Only beside a listener that is there: the first one would keep an error from being thrown. */
function watchErrors(client: Partial<EventEmitter>, connection: GatewayConnection): void {
  if ((client.listenerCount?.('error') ?? 0) > 0) client.on?.('error', (error) => connection.failedWith(error));
}

function observedCallback(gateway: object, { message, methodName, callback }: SubscribedMessage) {
  const handler = new MessageHandler(gateway.constructor.name, message, methodName);
  return function (this: unknown, ...args: unknown[]): unknown {
    const connection = connectionOf(args[0]);
    return connection === undefined ? callback.apply(this, args) : connection.handle(handler, callback, this, args);
  };
}

/** Namespace or path as the gateway has it: gateways that share clients share this, and it is bounded by the code. */
function placeOf({ constructor }: object): string {
  const options = Reflect.getMetadata(GATEWAY_OPTIONS, constructor) as
    { namespace?: unknown; path?: unknown } | undefined;
  const place = options?.namespace ?? options?.path ?? '/';
  if (typeof place === 'function') return constructor.name;
  return typeof place === 'string' && !place.startsWith('/') ? `/${place}` : String(place);
}

/** socket.io tells that a client is disconnected the moment it is asked to; all others tell it later. */
function hasLeft(client: object): boolean {
  return (client as { disconnected?: unknown }).disconnected === true;
}
