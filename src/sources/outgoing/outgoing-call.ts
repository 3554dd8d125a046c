/**
 * One outgoing HTTP call, whichever client makes it: takes the trace and the ids along in its headers, is measured to its last
 * byte, and is an operation of its own where a recorded span is current. A redirect or a retry is a call of its own.
 */
import { context, type Context } from '@opentelemetry/api';
import type { Conventions } from '../../config/index.js';
import {
  isTelemetrySuppressed,
  noMeter,
  pipelineFor,
  spanIn,
  type Attributes,
  type Meter,
  type Operation,
  type OperationPipeline,
} from '../../kernel/index.js';
import { CANCELED, failureOf, TIMED_OUT, type CallEnd } from './call-end.js';
import type { ClientRequests } from './client-requests.js';
import type { Connection } from './connection.js';
import { HttpTransport } from './http-transport.js';
import { clientMethod, targetAttributes, type ClientMethod } from './outgoing.convention.js';
import { ClientDurations, type Target } from './outgoing.otel.js';
import { isPropagated, type OutgoingHeaders } from './outgoing-headers.js';

/** How to stop following a client: new calls at once, those under way when the last of them has ended. */
export interface Followed {
  stopBeginning(): void;
  stopEnding(): void;
}

export interface OutgoingSurroundings {
  readonly pipeline: OperationPipeline;
  readonly meter: Meter;
  readonly headers: OutgoingHeaders;
  readonly conventions: Conventions;
}

/** What every call of one application has in common. */
export class OutgoingCalls {
  readonly pipeline: OperationPipeline;
  private readonly meter: Meter;
  private readonly headers: OutgoingHeaders;
  /** False with metrics off: nothing is followed then but what is recorded. */
  private readonly isMeasuring: boolean;
  private readonly isTimedAsWhole: boolean;
  private knownTransport: HttpTransport | undefined;
  private knownDurations: ClientDurations | undefined;
  private underWay = 0;
  private onIdle: () => void = () => undefined;

  constructor({ pipeline, meter, headers, conventions }: OutgoingSurroundings) {
    this.pipeline = pipeline;
    this.meter = meter;
    this.headers = headers;
    this.isMeasuring = meter !== noMeter;
    this.isTimedAsWhole = this.isMeasuring && conventions === 'otel';
  }

  /** Made by the first call: an application without any shows no empty series. */
  get transport(): HttpTransport {
    return (this.knownTransport ??= new HttpTransport(this.meter));
  }

  /** OpenTelemetry's names alone have the whole of a call. */
  get durations(): ClientDurations | undefined {
    return this.isTimedAsWhole ? (this.knownDurations ??= new ClientDurations(this.meter)) : undefined;
  }

  /** Undefined when the call is not ours to touch or nobody wants to know of it. The request leaves whatever happens here. */
  begin<R extends object>(requests: ClientRequests<R>, request: R): OutgoingCall | undefined {
    try {
      const ambient = context.active();
      return this.isOurs(ambient) ? this.beginIn(ambient, requests, request) : undefined;
    } catch (error) {
      this.failed(error);
      return undefined;
    }
  }

  /** Neither telemetry's own nor another application's of this process. */
  isOurs(ambient: Context): boolean {
    const owner = pipelineFor(undefined);
    return (owner === undefined || owner === this.pipeline) && !isTelemetrySuppressed(ambient);
  }

  ended(): void {
    this.underWay -= 1;
    if (this.underWay === 0) this.onIdle();
  }

  /** Runs `act` once no call is under way: what follows them to their end is needed until then. */
  whenIdle(act: () => void): void {
    this.onIdle = act;
    if (this.underWay === 0) act();
  }

  failed(error: unknown): void {
    this.pipeline.diagnostics.failed('outgoing', 'call', error);
  }

  private beginIn<R extends object>(ambient: Context, requests: ClientRequests<R>, request: R) {
    const method = clientMethod(requests.methodOf(request));
    this.headers.sendIds(requests, request, ambient);
    let operation: Operation | undefined;
    if (!isPropagated(requests, request)) {
      if (spanIn(ambient)?.isRecording() === true) operation = this.start(method, requests, request);
      this.headers.sendTrace(requests, request, operation?.context ?? ambient);
    }
    if (operation === undefined && !this.isMeasuring) return undefined;
    this.underWay += 1;
    const target = this.durations?.targetOf(requests, request);
    return new OutgoingCall(this, { method: method.method, operation, target });
  }

  private start<R extends object>(method: ClientMethod, requests: ClientRequests<R>, request: R): Operation {
    const attributes = {
      'http.request.method': method.method,
      ...(method.method === '_OTHER' && { 'http.request.method_original': requests.methodOf(request) }),
      ...targetAttributes(requests, request),
    };
    return this.pipeline.start({ kind: 'http.client', name: method.name, attributes });
  }
}

/** Names of W3C's Resource Timing for the moments of a call. */
type Moment = 'connectStart' | 'connectEnd' | 'requestStart' | 'responseStart';

export interface CallStart {
  readonly method: string;
  /** Where a recorded span is current. */
  readonly operation: Operation | undefined;
  /** Where the call is timed as a whole. */
  readonly target: Target | undefined;
}

export class OutgoingCall {
  private readonly transport: HttpTransport;
  private readonly method: string;
  private readonly operation: Operation | undefined;
  private readonly target: Target | undefined;
  private readonly startedAtMs: number;
  private connectingSinceMs = -1;
  private sentAtMs = -1;
  private answeredAtMs = -1;
  private statusCode = 0;
  private connection: Connection | undefined;
  private bytesReadBefore = 0;
  private bytesWrittenBefore = 0;
  private sentHeadBytes = 0;
  private declaredBytes: number | undefined;
  private receivedHeadBytes = 0;
  private isTimedOut = false;
  private isEnded = false;

  constructor(
    private readonly calls: OutgoingCalls,
    { method, operation, target }: CallStart,
  ) {
    this.method = method;
    this.operation = operation;
    this.target = target;
    this.transport = calls.transport;
    this.startedAtMs = calls.pipeline.clock.now();
  }

  /** A connection is being opened for this very call. */
  connecting(): void {
    this.connectingSinceMs = this.now();
    this.mark('connectStart');
  }

  /** A new connection is ready for it: the head leaves now. */
  connected(): void {
    const isTimed = this.connectingSinceMs >= 0;
    this.transport.opened(isTimed ? (this.now() - this.connectingSinceMs) / 1000 : undefined);
    if (isTimed) this.mark('connectEnd');
    this.sent();
  }

  /** The bytes that follow on this connection are the call's; nothing of it has been written yet. */
  entered(connection: Connection): void {
    this.connection?.left();
    if (connection.isUsed) this.transport.reused.add(1);
    connection.entered();
    this.connection = connection;
    this.bytesReadBefore = connection.bytesRead;
    this.bytesWrittenBefore = connection.bytesWritten;
  }

  /** Its head leaves now. */
  sent(): void {
    this.sentAtMs = this.now();
    this.mark('requestStart', this.operation === undefined ? undefined : this.connection?.attributes());
  }

  /** The complete head of the answer is here; clients do not tell of the first byte apart from it. */
  answered(statusCode: number): void {
    if (this.isEnded || this.statusCode > 0) return;
    this.statusCode = statusCode;
    this.answeredAtMs = this.now();
    this.transport.firstByteSeconds.observe((this.answeredAtMs - this.startedAtMs) / 1000);
    if (this.sentAtMs >= 0) this.transport.headerSeconds.observe((this.answeredAtMs - this.sentAtMs) / 1000);
    this.mark('responseStart');
  }

  /** @param bodyBytes what the body is declared to have; undefined where only the connection can tell */
  sentHead(bytes: number, bodyBytes?: number): void {
    this.sentHeadBytes = bytes;
    this.declaredBytes = bodyBytes;
  }

  receivedHead(bytes: number): void {
    this.receivedHeadBytes = bytes;
  }

  /** A deadline has passed; what comes of it is up to the caller. */
  timedOut(): void {
    this.isTimedOut = true;
  }

  /** Over with the answer's last byte; unlike a server, a client takes a 4xx for a failure (OpenTelemetry's HTTP conventions). */
  completed(): void {
    if (this.isEnded) return;
    this.transport.transferSeconds.observe((this.now() - this.answeredAtMs) / 1000);
    this.endAnswered();
  }

  /** The connection serves something else from now on: a WebSocket, a tunnel. */
  handedOver(): void {
    this.connection?.left();
    this.connection = undefined;
    this.endAnswered();
  }

  /** The caller went away; with a deadline behind it that is a timeout. */
  canceled(error?: unknown): void {
    this.end({ ...(this.isTimedOut ? TIMED_OUT : CANCELED), error });
  }

  failed(error: unknown): void {
    this.end(failureOf(error));
  }

  private endAnswered(): void {
    const errorType = this.statusCode >= 400 ? String(this.statusCode) : undefined;
    this.end({ outcome: errorType === undefined ? 'ok' : 'error', errorType, error: undefined });
  }

  private end({ outcome, errorType, error }: CallEnd): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.calls.ended();
    this.countBytes();
    this.transport.ended(this.method, outcome, errorType);
    if (this.target !== undefined) this.timeWhole(this.target, errorType);
    const { operation } = this;
    if (operation === undefined) return;
    if (this.statusCode > 0) operation.annotate({ 'http.response.status_code': this.statusCode });
    if (errorType !== undefined) operation.annotate({ 'error.type': errorType });
    this.calls.pipeline.end(operation, { outcome, error });
  }

  private timeWhole(target: Target, errorType: string | undefined): void {
    const { method, statusCode } = this;
    const seconds = (this.now() - this.startedAtMs) / 1000;
    this.calls.durations?.ended({ method, target, statusCode, errorType, seconds });
  }

  /** Of bodies as they travelled: chunk framing counts, TLS does not. */
  private countBytes(): void {
    const { connection } = this;
    if (connection === undefined) return;
    connection.left();
    if (connection.isShared) return;
    const written = connection.bytesWritten - this.bytesWrittenBefore;
    const sent = written > 0 ? (this.declaredBytes ?? written - this.sentHeadBytes) : 0;
    const read = connection.bytesRead - this.bytesReadBefore - this.receivedHeadBytes;
    if (sent > 0) this.transport.bytesSent.add(sent);
    if (read > 0) this.transport.bytesReceived.add(read);
  }

  private now(): number {
    return this.calls.pipeline.clock.now();
  }

  private mark(name: Moment, attributes?: Attributes): void {
    if (this.operation === undefined) return;
    this.calls.pipeline.event(this.operation, attributes === undefined ? { name } : { name, attributes });
  }
}
