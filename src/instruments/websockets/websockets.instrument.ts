/** WebSocket servers of the application's own, such as those of `ws`. Nest's gateways are observed by themselves. */
import { webSocketsByHand, type ClientConnections, type WebSocketServerLike } from '../../sources/index.js';
import { Instrument } from '../instrument.js';

/**
 * How a server is called.
 *
 * @example
 * ```ts
 * const options: ObserveServerOptions = { path: '/live' };
 *
 * getInstrument(WebSocketsInstrument).observe(new WebSocketServer({ port: 8080 }), options);
 * ```
 */
export interface ObserveServerOptions {
  /** In the names of its connections' spans and log lines: `websocket /live`. @default '/' */
  readonly path?: string;
}

/**
 * A server under observation, until it is forgotten or collected.
 *
 * @example
 * ```ts
 * const watched: ObservedServer = getInstrument(WebSocketsInstrument).observe(new WebSocketServer({ port: 8080 }));
 *
 * watched.forget();
 * ```
 */
export interface ObservedServer {
  /** Clients that come from now on are not observed; those that are there stay so until they leave. */
  forget(): void;
}

/** For what is no server, which has been told as a failure. */
const NOT_OBSERVED: ObservedServer = { forget: () => undefined };

/**
 * WebSocket servers that no gateway of Nest serves.
 *
 * @example
 * ```ts
 * const server = new WebSocketServer({ port: 8080 });
 *
 * getInstrument(WebSocketsInstrument).observe(server, { path: '/live' });
 * ```
 */
export class WebSocketsInstrument extends Instrument {
  readonly name = 'websockets';
  private readonly observed = new WeakMap<object, ObservedServer>();
  private readonly undo = new Set<() => void>();
  private readonly collected = new FinalizationRegistry<() => void>((stop) => void this.undo.delete(stop));
  private connections: ClientConnections | undefined;

  /**
   * Watches a server's clients: each is a connection with its span and log line, and its messages are counted both ways. A
   * server is observed once, and a client that a gateway serves too is counted once.
   */
  observe(server: WebSocketServerLike, options?: ObserveServerOptions): ObservedServer {
    const path = this.given.name(this.given.fields(options).path ?? '/');
    const known = this.observed.get(server);
    if (known !== undefined) return known;
    const follow = () => webSocketsByHand().observeWebSocketServer(server, path, (this.connections ??= this.begin()));
    const stop = this.host.pipeline.diagnostics.safely<(() => void) | undefined>(
      this.name,
      'observe',
      follow,
      undefined,
    );
    if (stop === undefined) return NOT_OBSERVED;
    const observed: ObservedServer = { forget: () => this.forget(server, stop) };
    this.observed.set(server, observed);
    this.undo.add(stop);
    this.collected.register(server, stop, stop);
    return observed;
  }

  override close(): void {
    for (const undo of this.undo) undo();
    this.undo.clear();
    this.connections?.close();
  }

  /** With the first server: where there is none, nothing is loaded and no metric shows. */
  private begin(): ClientConnections {
    const { ClientConnections, connectionConvention } = webSocketsByHand();
    const { pipeline, meter, config } = this.host;
    const { http, messaging, baggageAttributes, identify } = config;
    this.host.measure([connectionConvention]);
    const options = { config: http, relation: messaging.relation, baggageAttributes, identify };
    return new ClientConnections(pipeline, meter, options);
  }

  private forget(server: WebSocketServerLike, stop: () => void): void {
    stop();
    this.observed.delete(server);
    this.undo.delete(stop);
    this.collected.unregister(stop);
  }
}
