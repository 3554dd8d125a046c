/**
 * HTTP requests, seen where the server first hands them out: outside the framework, so that 404s, guard refusals,
 * middleware answers, filters' final status, streams and aborts are each one operation, on Express and Fastify alike.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { context, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api';
import type { HttpConfig, Identity, IncomingRequest } from '../../config/index.js';
import { pathOf, type RequestForward, type RequestGate } from '../../endpoints/index.js';
import {
  suppressTelemetry,
  type Attributes,
  type Operation,
  type OperationPipeline,
  type OperationSource,
  type OperationStart,
} from '../../kernel/index.js';
import { addHeaders, watchHead } from './answer-head.js';
import { httpServerConvention, methodLabel, UNMATCHED_ROUTE } from './http.convention.js';
import { exchangeOn, HttpExchange } from './http-exchange.js';
import { ignoreRule, type IgnoreRule } from './ignore-rule.js';
import { closeWithConnection, isQueued } from './queued-responses.js';
import { RemoteContext } from './remote-context.js';
import { requestScope } from './request-scope.js';
import { RouteNames, type RequestNames } from './route-names.js';

export interface HttpSourceOptions {
  readonly config: HttpConfig;
  readonly gate: RequestGate;
  /** Put the trace id on each response as `trace-id`. */
  readonly sendsTraceId: boolean;
  /** Sampling rules look at the path before the route is known. */
  readonly tellsPathAtStart: boolean;
  readonly baggageAttributes: readonly string[];
  readonly identify: ((request: IncomingRequest) => Identity | undefined) | undefined;
  /** Marks the context of a request whose trace the client forces with a signed header. */
  readonly markForced: (parent: Context, request: IncomingMessage, path: string) => Context;
}

export class HttpSource implements OperationSource {
  readonly name = 'http';
  readonly conventions = [httpServerConvention];
  private readonly remote: RemoteContext;
  private readonly unmatched = new RouteNames(UNMATCHED_ROUTE);
  private pipeline!: OperationPipeline;
  private isIgnored!: IgnoreRule;

  constructor(private readonly options: HttpSourceOptions) {
    this.remote = new RemoteContext(options.baggageAttributes);
  }

  attach(pipeline: OperationPipeline): void {
    this.pipeline = pipeline;
    this.isIgnored = ignoreRule(this.options.config.ignore, pipeline.diagnostics);
    this.options.gate.observeWith((request, response, forward) => this.observe(request, response, forward));
  }

  detach(): void {
    this.options.gate.observeWith(undefined);
  }

  private observe(request: IncomingMessage, response: ServerResponse, forward: RequestForward): void {
    const path = pathOf(request.url);
    if (!this.pipeline.isObserved('http.server')) return forward(request, response);
    if (this.isIgnored(path, request.method ?? '')) return forwardUntraced(request, response, forward);
    const operation = this.start(request, response, path);
    if (this.pipeline.needsContext('http.server'))
      this.pipeline.runIn(operation, forward, undefined, request, response);
    else forward(request, response);
  }

  private start(request: IncomingMessage, response: ServerResponse, path: string): Operation {
    const { config } = this.options;
    const names = this.unmatched.of(methodLabel(request.method));
    const exchange = new HttpExchange(request, response, path, config.clientIdentity, names);
    const operation = this.pipeline.start(this.describeStart(exchange, names, path));
    exchange.operation = operation;
    this.prepareHead(exchange, operation);
    // `close` comes after every end, aborts included, where `finish` does not.
    response.on('close', endExchange);
    if (isQueued(response)) closeWithConnection(response, request.socket, endExchange);
    return operation;
  }

  private prepareHead(exchange: HttpExchange, operation: Operation): void {
    const { request, response } = exchange;
    exchange.addedHeaders = this.addedHeaders(operation);
    // Many responses share an HTTP/2 connection, and most of their heads are written past `writeHead`.
    if (request.httpVersionMajor < 2) exchange.writeHead = watchHead(response);
    else if (exchange.addedHeaders !== undefined) addHeaders(response, exchange.addedHeaders);
  }

  private addedHeaders(operation: Operation): Record<string, string> | undefined {
    const { config, sendsTraceId } = this.options;
    const { requestId } = operation.scope;
    const traceId = sendsTraceId ? traceIdOf(operation) : undefined;
    const echoedId = config.echoRequestId ? requestId : undefined;
    if (echoedId === undefined && traceId === undefined) return undefined;
    const added: Record<string, string> = {};
    if (echoedId !== undefined) added[config.requestIdHeader] = echoedId;
    if (traceId !== undefined) added['trace-id'] = traceId;
    return added;
  }

  private describeStart(exchange: HttpExchange, { method, begun }: RequestNames, path: string): OperationStart {
    const { request } = exchange;
    const isRecorded = this.pipeline.needsContext('http.server');
    // Metrics alone ask neither for a trace nor for the operation around them.
    const parent = isRecorded ? this.remote.of(request.headers) : ROOT_CONTEXT;
    return {
      kind: 'http.server',
      name: method,
      context: isRecorded ? this.options.markForced(parent, request, path) : parent,
      scope: requestScope(exchange, this.options, isRecorded),
      labelSet: begun,
      subject: exchange,
      attributes: this.attributesAtStart(parent, path),
    };
  }

  /** Undefined in the usual case, where nobody asks for attributes before the end. */
  private attributesAtStart(parent: Context, path: string): Attributes | undefined {
    const baggage = this.remote.attributesOf(parent);
    return this.options.tellsPathAtStart ? { ...baggage, 'url.path': path } : baggage;
  }
}

/** What an ignored request calls would otherwise begin traces of its own. */
function forwardUntraced(request: IncomingMessage, response: ServerResponse, forward: RequestForward): void {
  context.with(suppressTelemetry(context.active()), forward, undefined, request, response);
}

/** The request is over: its response has closed, or an event stream begins. Later calls do nothing. */
export function endExchange(this: ServerResponse): void {
  const exchange = exchangeOn(this);
  const operation = exchange?.operation;
  if (exchange === undefined || operation === undefined || operation.isEnded) return;
  const { status } = exchange;
  operation.useLabels(exchange.names.endedWith(status));
  operation.pipeline.identify(operation);
  const outcome = outcomeOf(exchange, status);
  const brokenBy = outcome === 'error' ? (this.errored ?? undefined) : undefined;
  operation.pipeline.end(operation, { outcome, error: operation.scope.error ?? brokenBy });
}

function outcomeOf(exchange: HttpExchange, status: number): 'ok' | 'error' | 'canceled' {
  if (exchange.isAborted) return 'canceled';
  return status >= 500 || exchange.response.errored != null ? 'error' : 'ok';
}

function traceIdOf(operation: Operation): string | undefined {
  return (operation.span ?? trace.getSpan(operation.context))?.spanContext().traceId;
}
