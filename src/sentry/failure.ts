/** Everything that is known about a failure at the moment it is met: who, where, in which trace, and what came before. */
import { isSpanContextValid } from '@opentelemetry/api';
import type { PluginApplication, PluginHost } from '../config/index.js';
import { errorTypeOf, fingerprintOf, isError, type Attributes, type Operation } from '../kernel/index.js';
import type { Breadcrumbs } from './breadcrumbs.js';
import { requestBehind } from './failed-request.js';
import type { SentryBreadcrumb, SentryRequest } from './sentry.library.js';

/** An error as it was met, before anything about it has been looked up. */
export interface Occurrence {
  readonly error: unknown;
  /** The request, message, job or run that it concerns; undefined outside any. */
  readonly operation: Operation | undefined;
  /** The operation inside it that met the error. @default `operation` */
  readonly place?: Operation | undefined;
  readonly level: 'error' | 'fatal';
  /** What the application said of it. */
  readonly context?: Attributes | undefined;
}

export interface Failure {
  readonly level: 'error' | 'fatal';
  /** The class, as logs and metrics have it; undefined for what is no error. */
  readonly type: string | undefined;
  /** Undefined for what is no error: a message of the application's. */
  readonly fingerprint: string | undefined;
  readonly transaction: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly user: Readonly<Record<string, string>> | undefined;
  readonly request: SentryRequest | undefined;
  readonly trace: Readonly<Record<string, string>> | undefined;
  readonly operation: Readonly<Record<string, unknown>> | undefined;
  readonly extra: Readonly<Record<string, unknown>>;
  readonly breadcrumbs: SentryBreadcrumb[];
}

export interface FailureReaderOptions {
  readonly host: Pick<PluginHost, 'redactor'>;
  readonly breadcrumbs: Breadcrumbs;
  readonly sendsIdentity: boolean;
  /** `Class.method` of the handler that threw the error, where it was seen. */
  readonly handlerOf: (error: unknown) => string | undefined;
}

export class FailureReader {
  private application: PluginApplication | undefined;

  constructor(private readonly options: FailureReaderOptions) {}

  /** From now on classes are known by their modules. */
  learn(application: PluginApplication): void {
    this.application = application;
  }

  read(occurrence: Occurrence): Failure {
    const { host, breadcrumbs, sendsIdentity } = this.options;
    const { error, operation, place = operation, level, context } = occurrence;
    if (operation !== undefined) operation.pipeline.identify(operation);
    return {
      level,
      type: isError(error) ? errorTypeOf(error) : undefined,
      fingerprint: error === undefined ? undefined : fingerprintOf(error),
      transaction: operation?.name,
      tags: this.tagsOf(occurrence),
      user: operation && this.userOf(operation),
      request: operation && requestBehind(operation, host.redactor, sendsIdentity),
      trace: place && traceOf(place),
      operation: operation && this.describe(operation),
      extra: (host.redactor.redactValue(context ?? {}) ?? {}) as Record<string, unknown>,
      breadcrumbs: breadcrumbs.of(operation?.scope),
    };
  }

  /** Values to search by; bounded, as Sentry wants them. */
  private tagsOf({ error, operation }: Occurrence): Record<string, string> {
    const about = operation?.describe() ?? {};
    const handler = textOf(about['code.function.name']) ?? this.options.handlerOf(error);
    const controller = handler?.split('.')[0];
    return presentTags({
      kind: operation?.kind,
      transport: operation && transportOf(operation, about),
      route: about['http.route'] ?? patternOf(operation),
      handler,
      controller,
      module: controller === undefined ? undefined : this.application?.moduleOf(controller),
      request_id: this.shown(operation?.scope.requestId),
      session_id: this.shown(operation?.scope.sessionId),
      fingerprint: error === undefined ? undefined : fingerprintOf(error),
    });
  }

  private describe(operation: Operation): Record<string, unknown> {
    const { kind, name, scope, durationMs } = operation;
    const { requestId, correlationId, causationId, messageId } = scope;
    return present({
      kind,
      name,
      duration_ms: operation.isEnded ? Math.round(durationMs * 1000) / 1000 : undefined,
      request_id: this.shown(requestId),
      correlation_id: this.shown(correlationId),
      causation_id: this.shown(causationId),
      message_id: this.shown(messageId),
      attributes: this.options.host.redactor.redactValue(operation.describe()),
    });
  }

  private userOf({ scope }: Operation): Record<string, string> | undefined {
    const id = this.shown(scope.userId);
    return id === undefined ? undefined : { id };
  }

  private shown(id: string | undefined): string | undefined {
    return id === undefined ? undefined : this.options.host.redactor.redactText(id);
  }
}

/** Sentry's names; the same ids as in logs and in the trace store. */
function traceOf({ span, kind }: Operation): Record<string, string> | undefined {
  const ids = span?.spanContext();
  if (ids === undefined || !isSpanContextValid(ids)) return undefined;
  return { trace_id: ids.traceId, span_id: ids.spanId, op: kind };
}

/** Over which way the work came in: `http`, `nats`, `websocket`; undefined where it came by no way. */
function transportOf({ kind, labels }: Operation, about: Attributes): unknown {
  if (kind === 'rpc.server') return labels[0];
  const [protocol, role] = kind.split('.');
  return about['messaging.system'] ?? (role === 'server' || role === 'message' ? protocol : undefined);
}

/** What a message is routed by. */
function patternOf(operation: Operation | undefined): string | undefined {
  return operation?.kind === 'rpc.server' ? operation.labels[1] : undefined;
}

const MAX_TAG_LENGTH = 200;

function presentTags(tags: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(present(tags)).map(([name, value]) => [name, tagText(String(value))]);
  return Object.fromEntries(texts) as Record<string, string>;
}

function tagText(value: string): string {
  return value.replace(/\s+/g, ' ').slice(0, MAX_TAG_LENGTH);
}

function present(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
