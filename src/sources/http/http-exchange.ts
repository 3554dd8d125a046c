/**
 * One request and its response. It hangs on both objects, so that a response ended from another async context (long poll,
 * pub/sub) still ends its operation, and it describes the exchange only to those who ask.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ObservedExchange, RawHeaders } from '../../hooks/index.js';
import { errorTypeOf, type Attributes, type Operation, type OperationSubject } from '../../kernel/index.js';
import type { WriteHead } from './answer-head.js';
import { CLIENT_CLOSED_REQUEST } from './http.convention.js';
import { responseHeadersOf } from './response-headers.js';
import type { RequestNames } from './route-names.js';
import type { Route } from './route-table.js';

const EXCHANGE = Symbol('nestjs-observability exchange');

type Carrier = { [EXCHANGE]?: HttpExchange };
export type ClientIdentity = 'off' | 'hashed' | 'plain';

export function exchangeOn(carrier: object): HttpExchange | undefined {
  return (carrier as Carrier)[EXCHANGE];
}

export class HttpExchange implements OperationSubject, ObservedExchange {
  operation: Operation | undefined;
  route: Route | undefined;
  /** What the framework made of the request; on Fastify another object than the raw one. */
  frameworkRequest: unknown;
  /** The response's own, where heads are watched. */
  writeHead: WriteHead | undefined;
  /** Put on the answer when its head is written. */
  addedHeaders: Readonly<Record<string, string>> | undefined;
  /** Of the connection before the body; -1 where the answer says its length or has no head yet. */
  private bytesBefore = -1;
  /** An event stream has taken over: the request has been answered with the head, and the body is no part of it. */
  private isStream = false;

  constructor(
    readonly request: IncomingMessage,
    readonly response: ServerResponse,
    readonly path: string,
    private readonly clientIdentity: ClientIdentity,
    public names: RequestNames,
  ) {
    this.frameworkRequest = request;
    (request as Carrier)[EXCHANGE] = this;
    (response as Carrier)[EXCHANGE] = this;
  }

  /** The router has found the handler; from now on the operation, its span and its log lines have the route's name. */
  reach(route: Route, frameworkRequest: unknown): void {
    this.route = route;
    this.frameworkRequest = frameworkRequest;
    this.names = route.names.of(this.names.method);
    if (this.operation !== undefined) this.operation.name = this.names.name;
  }

  /** The head stands in Node's buffer, and nothing of it has been sent. */
  wroteHead(): void {
    if (declaredBytes(this.response) === undefined) this.bytesBefore = this.request.socket?.bytesWritten ?? 0;
  }

  becomesStream(): void {
    this.isStream = true;
  }

  get method(): string {
    return this.request.method ?? '';
  }

  /** As the client wrote it: Express takes the paths of mounted routers off while they run. */
  get url(): string {
    return (this.request as { originalUrl?: string }).originalUrl ?? this.request.url ?? this.path;
  }

  get requestHeaders(): RawHeaders {
    return this.request.headers;
  }

  get responseHeaders(): RawHeaders {
    return responseHeadersOf(this.response);
  }

  /** Whether all of the response has been handed over for sending. */
  get isFinished(): boolean {
    return isFinished(this.response);
  }

  get isAborted(): boolean {
    if (this.isStream || this.isFinished) return false;
    return this.response.errored == null || this.isLeftInQueue;
  }

  /** Node 24 breaks answers off that wait behind another one when their connection closes; nothing of ours has failed. */
  private get isLeftInQueue(): boolean {
    return this.response.socket === null && this.request.socket.destroyed;
  }

  /** The final status; 499 when the client went away first. */
  get status(): number {
    return this.isAborted ? CLIENT_CLOSED_REQUEST : this.response.statusCode;
  }

  get routeLabel(): string {
    return this.names.template;
  }

  /** Declared by the client; undefined when it did not say, or did not send what it said. */
  get requestBytes(): number | undefined {
    return this.request.complete ? byteCount(this.request.headers['content-length']) : undefined;
  }

  /** Declared, or for streams what went over the socket less the head. */
  get responseBytes(): number | undefined {
    return this.isStream ? undefined : (declaredBytes(this.response) ?? this.streamedBytes());
  }

  get scheme(): 'http' | 'https' {
    return isEncrypted(this.request) ? 'https' : 'http';
  }

  /** OpenTelemetry writes `2` where Node writes `2.0`. */
  get protocolVersion(): string {
    const { httpVersion } = this.request;
    return httpVersion === '2.0' ? '2' : httpVersion;
  }

  /** OpenTelemetry's `error.type`: the status of a server error, else the class of what broke the answer off. */
  errorTypeOf({ outcome, error }: Operation): string | undefined {
    const status = this.status;
    if (status >= 500) return String(status);
    return outcome === 'error' ? errorTypeOf(error) : undefined;
  }

  attributes(operation: Operation): Attributes {
    const { request } = this;
    const attributes: Attributes = {
      'http.request.method': request.method,
      'http.route': this.route?.template,
      'http.response.status_code': this.status,
      'url.path': this.path,
      'url.scheme': this.scheme,
      'server.address': request.headers.host,
      'network.protocol.version': this.protocolVersion,
      'http.response.body.size': this.responseBytes,
      'code.function.name': this.route?.handler,
      'error.type': this.errorTypeOf(operation),
    };
    return this.clientIdentity === 'off' ? attributes : { ...attributes, ...this.clientAttributes() };
  }

  private clientAttributes(): Attributes {
    const show = this.clientIdentity === 'plain' ? plain : hashed;
    return {
      'client.address': show(this.request.socket?.remoteAddress),
      'user_agent.original': show(this.request.headers['user-agent']),
    };
  }

  private streamedBytes(): number | undefined {
    const socket = this.response.socket ?? this.request.socket;
    if (!socket || this.bytesBefore < 0) return undefined;
    const head = (this.response as unknown as Record<string, string | null | undefined>)['_header']?.length ?? 0;
    return Math.max(0, socket.bytesWritten - this.bytesBefore - head);
  }
}

/** HTTP/2's compatibility response has no `writableFinished`, and takes an abort for its end; its stream knows better. */
function isFinished(response: ServerResponse): boolean {
  const { stream } = response as { stream?: { readonly aborted: boolean } };
  return stream === undefined ? isHandedOver(response) : response.writableEnded && !stream.aborted;
}

/**
 * What is written to a connection that is known to be broken and has not closed yet is thrown away, and `writableFinished` says that it
 * was written. Node takes a response off its connection once all of it has been sent; one that is still there has not been.
 */
function isHandedOver({ writableFinished, socket }: ServerResponse): boolean {
  return writableFinished && socket?.destroyed !== true;
}

/** What Node has put, or was told to put, into Content-Length: it keeps the number however it was given. */
function declaredBytes(response: ServerResponse): number | undefined {
  const declared = (response as unknown as Record<string, unknown>)['_contentLength'];
  return typeof declared === 'number' ? declared : byteCount(response.getHeader('content-length'));
}

function isEncrypted(request: IncomingMessage): boolean {
  return (request.socket as { encrypted?: boolean } | undefined)?.encrypted === true;
}

function byteCount(header: number | string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined;
  const bytes = Number(header);
  return Number.isFinite(bytes) && bytes >= 0 ? bytes : undefined;
}

const plain = (text: string | undefined): string | undefined => text;

/** Enough to tell clients apart, not enough to know them. */
function hashed(text: string | undefined): string | undefined {
  return text === undefined ? undefined : createHash('sha256').update(text).digest('hex').slice(0, 16);
}
