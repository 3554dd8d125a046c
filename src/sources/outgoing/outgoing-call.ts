/**
 * One outgoing HTTP call, whichever client makes it: takes the trace along in its headers and, where a recorded span is
 * current, is an operation of its own until the answer has arrived completely.
 */
import { context, defaultTextMapSetter, propagation, type Context } from '@opentelemetry/api';
import {
  isTelemetrySuppressed,
  operationIn,
  outcomeOf,
  pipelineFor,
  spanIn,
  type Operation,
  type OperationPipeline,
} from '../../kernel/index.js';
import { clientMethod, clientTarget } from './outgoing.convention.js';

/** What a client library lets us see and do before the request leaves. */
export interface OutgoingRequest {
  readonly method: string;
  /** Scheme and host, such as `https://api.example.com:8443`. */
  readonly origin: string;
  /** Path with query. */
  readonly path: string;
  hasHeader(name: string): boolean;
  setHeader(name: string, value: string): void;
}

export interface OutgoingOptions {
  /** Header that carries the request id. */
  readonly requestIdHeader: string;
}

export class OutgoingCall {
  private constructor(
    private readonly pipeline: OperationPipeline,
    private readonly operation: Operation | undefined,
  ) {}

  /** Undefined when the call is not ours to touch: telemetry's own, or another application's of this process. */
  static begin(
    pipeline: OperationPipeline,
    request: OutgoingRequest,
    options: OutgoingOptions,
  ): OutgoingCall | undefined {
    const ambient = context.active();
    if (isTelemetrySuppressed(ambient) || !isOwnerHere(pipeline)) return undefined;
    sendRequestId(request, ambient, options.requestIdHeader);
    // An instrumentation that has set the header has made the span too.
    if (isPropagated(request)) return undefined;
    const operation = spanIn(ambient)?.isRecording() === true ? startOperation(pipeline, request) : undefined;
    sendTrace(request, operation?.context ?? ambient);
    return new OutgoingCall(pipeline, operation);
  }

  answered(statusCode: number): void {
    const { operation } = this;
    if (operation === undefined || operation.isEnded) return;
    operation.annotate({
      'http.response.status_code': statusCode,
      ...(statusCode >= 400 && { 'error.type': String(statusCode) }),
    });
  }

  /** Over: with the answer's last byte, or with an error. */
  ended(error?: unknown): void {
    if (this.operation === undefined) return;
    const status = this.operation.attributes?.['http.response.status_code'];
    if (error !== undefined) this.pipeline.end(this.operation, { outcome: outcomeOf(error), error });
    else if (status === undefined) this.pipeline.end(this.operation, { outcome: 'canceled' });
    // Unlike a server, a client takes a 4xx for a failure (OpenTelemetry's HTTP conventions).
    else this.pipeline.end(this.operation, { outcome: Number(status) >= 400 ? 'error' : 'ok' });
  }
}

function isOwnerHere(pipeline: OperationPipeline): boolean {
  const owner = pipelineFor(undefined);
  return owner === undefined || owner === pipeline;
}

function isPropagated(request: OutgoingRequest): boolean {
  return propagation.fields().some((field) => field !== 'baggage' && request.hasHeader(field));
}

function startOperation(pipeline: OperationPipeline, { method, origin, path }: OutgoingRequest): Operation {
  const known = clientMethod(method);
  const target = clientTarget(origin, path);
  const attributes = {
    'http.request.method': known.method,
    ...(known.method === '_OTHER' && { 'http.request.method_original': method }),
    ...(target && { 'server.address': target.address, 'server.port': target.port, 'url.full': target.url }),
  };
  return pipeline.start({ kind: 'http.client', name: known.name, attributes });
}

function sendTrace(request: OutgoingRequest, ambient: Context): void {
  const headers: Record<string, string> = {};
  propagation.inject(ambient, headers, defaultTextMapSetter);
  for (const [name, value] of Object.entries(headers)) if (!request.hasHeader(name)) request.setHeader(name, value);
}

function sendRequestId(request: OutgoingRequest, ambient: Context, header: string): void {
  const requestId = operationIn(ambient)?.scope.requestId;
  if (requestId !== undefined && !request.hasHeader(header)) request.setHeader(header, requestId);
}
