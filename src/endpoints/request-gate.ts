/**
 * Stands where an HTTP server hands out its requests, outside the framework: answers our own paths, and shows every other
 * request to one observer. It shadows `emit` on the server itself, so it sees a request before any listener does, also
 * where another library wrapped `emit` before, and whatever happens to the list of listeners later.
 */
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Diagnostics } from '../kernel/index.js';
import type { EndpointServer } from './endpoint-server.js';
import type { EndpointTable } from './endpoint-table.js';
import { pathOf } from './request-target.js';
import { followTwins } from './twin-servers.js';

/** Hands a request to whoever would have had it without us. Made once per server; needs no `this`. */
export type RequestForward = (request: IncomingMessage, response: ServerResponse) => void;

/** Must call `forward` once, now; if it throws before that, the gate forwards in its place. */
export type RequestObserver = (request: IncomingMessage, response: ServerResponse, forward: RequestForward) => void;

/** Told once of each socket that a server has accepted, for TLS once it is encrypted. */
export type SocketObserver = (socket: Socket) => void;

/** A node:http, node:https or node:http2 server (compatibility API). */
export type RequestServer = EventEmitter;

export class RequestGate {
  private readonly attachments = new Map<RequestServer, Attachment>();
  private readonly unfollow: (() => void)[] = [];
  private observer: RequestObserver | undefined;
  private socketObserver: SocketObserver | undefined;
  private endsKeepAlive = false;

  constructor(
    private readonly table: EndpointTable,
    private readonly endpoints: EndpointServer,
    private readonly diagnostics: Diagnostics,
  ) {}

  /** A second call for the same server does nothing. */
  attach(server: RequestServer): void {
    if (this.attachments.has(server)) return;
    this.attachments.set(server, new Attachment(this, server));
    this.unfollow.push(followTwins(server, (twin, first) => this.attachTwin(twin, first)));
  }

  /** Leaves every server as it was; where somebody wrapped `emit` after us, our layer only passes on. */
  detach(): void {
    for (const unfollow of this.unfollow.splice(0)) unfollow();
    for (const attachment of this.attachments.values()) attachment.release();
    this.attachments.clear();
  }

  observeWith(observer: RequestObserver | undefined): void {
    this.observer = observer;
  }

  observeSocketsWith(observer: SocketObserver | undefined): void {
    this.socketObserver = observer;
  }

  /** Whether an endpoint of ours answers GET requests to this path (without query). */
  isOwnPath(path: string): boolean {
    return this.table.find(path) !== undefined;
  }

  /**
   * From now on every HTTP/1 answer closes its connection, so that no client has its next request on a connection which
   * the stopping server is just closing.
   */
  endKeepAlive(): void {
    this.endsKeepAlive = true;
  }

  /** One request from one server. */
  take(request: IncomingMessage, response: ServerResponse, attachment: Attachment): void {
    // Node writes `Connection: close` for it, unless the application sets the header itself.
    if (this.endsKeepAlive) response.shouldKeepAlive = false;
    const endpoint = this.table.find(pathOf(request.url), request.method);
    if (endpoint !== undefined) void this.endpoints.serve(endpoint, request, response);
    else if (this.observer === undefined) attachment.forward(request, response);
    else this.observe(this.observer, request, response, attachment);
  }

  /** One socket from one server. */
  accept(socket: Socket): void {
    const { socketObserver: observer } = this;
    if (observer !== undefined) this.diagnostics.safely('socket observer', 'accept', () => observer(socket), undefined);
  }

  private attachTwin(twin: RequestServer, first: Socket): void {
    if (this.attachments.has(twin)) return;
    this.attachments.set(twin, new Attachment(this, twin));
    if (acceptEventOf(twin) === 'connection') this.accept(first);
  }

  private observe(
    observer: RequestObserver,
    request: IncomingMessage,
    response: ServerResponse,
    attachment: Attachment,
  ): void {
    const forwardedBefore = attachment.forwardedCount;
    try {
      observer(request, response, attachment.forward);
    } catch (error) {
      if (attachment.isFromApplication(error)) throw error;
      this.diagnostics.failed('request observer', 'request', error);
      if (attachment.forwardedCount === forwardedBefore) attachment.forward(request, response);
    }
  }
}

/** An HTTPS server hands on what it has encrypted, by an event of its own. */
function acceptEventOf(server: RequestServer): string {
  return 'setSecureContext' in server ? 'secureConnection' : 'connection';
}

type Emit = (this: unknown, event: string | symbol, ...args: unknown[]) => boolean;

const NOTHING = Symbol('nothing');

/** Our layer on one server's `emit`. */
class Attachment {
  forwardedCount = 0;
  readonly forward: RequestForward;
  readonly acceptEvent: string;
  private readonly hadOwnEmit: boolean;
  private readonly original: Emit;
  private readonly layer: Emit;
  private isReleased = false;
  private hadListeners = true;
  private thrown: unknown = NOTHING;

  constructor(
    gate: RequestGate,
    private readonly server: RequestServer,
  ) {
    this.hadOwnEmit = Object.hasOwn(server, 'emit');
    this.original = server.emit as Emit;
    this.acceptEvent = acceptEventOf(server);
    this.forward = (request, response) => this.pass(request, response);
    this.layer = layerOf(this, gate);
    server.emit = this.layer as never;
  }

  /** Answers in place of the original `emit`, with its return value. */
  emitRequest(gate: RequestGate, request: IncomingMessage, response: ServerResponse): boolean {
    this.hadListeners = true;
    gate.take(request, response, this);
    return this.hadListeners;
  }

  emitUntouched(thisArg: unknown, args: readonly unknown[]): boolean {
    return Reflect.apply(this.original, thisArg, args);
  }

  isGatedFor(thisArg: unknown): boolean {
    return !this.isReleased && thisArg === this.server;
  }

  /** What a listener throws has to leave through `emit` as it would without us. */
  isFromApplication(error: unknown): boolean {
    const isTheirs = this.thrown === error;
    this.thrown = NOTHING;
    return isTheirs;
  }

  release(): void {
    this.isReleased = true;
    if ((this.server.emit as Emit) !== this.layer) return;
    if (this.hadOwnEmit) this.server.emit = this.original as never;
    else Reflect.deleteProperty(this.server, 'emit');
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    this.forwardedCount++;
    try {
      this.hadListeners = this.original.call(this.server, 'request', request, response);
    } catch (error) {
      this.thrown = error;
      throw error;
    }
  }
}

function layerOf(attachment: Attachment, gate: RequestGate): Emit {
  return function emit(this: unknown, event, first: unknown, second: unknown): boolean {
    if (event === 'request' && attachment.isGatedFor(this))
      return attachment.emitRequest(gate, first as IncomingMessage, second as ServerResponse);
    if (event === attachment.acceptEvent && attachment.isGatedFor(this)) gate.accept(first as Socket);
    // Read one by one: handed on as a whole, `arguments` would be made into an object for each request, too.
    const args: unknown[] = [];
    for (let index = 0; index < arguments.length; index++) args.push(arguments[index]);
    return attachment.emitUntouched(this, args);
  };
}
