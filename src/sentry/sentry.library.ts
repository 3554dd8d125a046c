/** What we need to know of Sentry, and the only place that loads it: when the plugin is used, not when it is imported. */
import { requirePeer } from '../config/index.js';

/** One line of a stack. */
export interface SentryFrame {
  readonly filename?: string;
  readonly lineno?: number;
  readonly colno?: number;
  readonly in_app?: boolean;
  pre_context?: string[];
  context_line?: string;
  post_context?: string[];
}

/** One error of a chain. */
export interface SentryException {
  type?: string;
  value?: string;
  readonly stacktrace?: { readonly frames?: SentryFrame[] };
}

/** Something that happened before the error. */
export interface SentryBreadcrumb {
  /** Seconds since the Unix epoch. */
  readonly timestamp?: number;
  readonly type?: string;
  readonly category?: string;
  readonly level?: string;
  readonly message?: string;
}

/** The request that met the error. */
export interface SentryRequest {
  readonly method?: string;
  readonly url?: string;
  readonly query_string?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The part of Sentry's event that is read or written here.
 *
 * @example
 * ```ts
 * const withoutUser = ({ user: _user, ...event }: SentryEvent): SentryEvent => event;
 *
 * ObservabilityModule.forRoot({ plugins: [sentry({ beforeSend: withoutUser })] });
 * ```
 */
export interface SentryEvent {
  /** Undefined for errors and messages. */
  readonly type?: string | undefined;
  /** Of messages; `logentry` where it has parameters. */
  readonly message?: unknown;
  readonly logentry?: unknown;
  level?: string;
  transaction?: string;
  fingerprint?: string[];
  tags?: Record<string, unknown>;
  user?: Record<string, unknown>;
  request?: SentryRequest;
  contexts?: Record<string, Record<string, unknown> | undefined>;
  extra?: Record<string, unknown>;
  breadcrumbs?: SentryBreadcrumb[];
  readonly exception?: { readonly values?: SentryException[] };
  readonly [field: string]: unknown;
}

export interface SentryHint {
  readonly originalException?: unknown;
  readonly mechanism?: { readonly type: string; readonly handled: boolean };
  readonly data?: Readonly<Record<PropertyKey, unknown>>;
}

/** Headers, then items of a header and a payload each. */
export type SentryEnvelope = readonly [object, readonly (readonly [object, unknown])[]];

export interface SentryTransport {
  send(envelope: SentryEnvelope): PromiseLike<{ readonly statusCode?: number } | void>;
  flush(timeoutMs?: number): PromiseLike<boolean>;
}

export interface SentryTransportOptions {
  /** With the key of the project in its query. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SentryClient {
  init(): void;
  /** Returns the undo. */
  on(hook: 'postprocessEvent', callback: (event: SentryEvent, hint: SentryHint | undefined) => void): () => void;
  captureException(error: unknown, hint: SentryHint, scope: object): string;
  flush(timeoutMs: number): PromiseLike<boolean>;
  close(timeoutMs: number): PromiseLike<boolean>;
  getDsn(): object | undefined;
  getOptions(): Readonly<Record<string, unknown>>;
}

export interface SentryScope {
  setPropagationContext(context: { traceId: string; parentSpanId?: string; sampleRand: number }): unknown;
}

export interface SentryLibrary {
  readonly NodeClient: new (options: object) => SentryClient;
  readonly Scope: new () => SentryScope;
  readonly defaultStackParser: unknown;
  linkedErrorsIntegration(): object;
  makeNodeTransport(options: object): SentryTransport;
  /** The application's own. */
  getClient(): SentryClient | undefined;
  getCurrentScope(): SentryScope;
}

/** @throws ObservabilityError OBS_ERR_PEER_MISSING */
export function loadSentry(): SentryLibrary {
  return requirePeer<SentryLibrary>('@sentry/node', 'The Sentry plugin');
}
