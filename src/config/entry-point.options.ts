/** Types of the options about how work comes in. */

/**
 * The request as Express or Fastify hands it to a controller.
 *
 * @example
 * ```ts
 * const userIdOf = ({ headers }: IncomingRequest): string | undefined => headers['x-user-id']?.toString();
 *
 * ObservabilityModule.forRoot({ identify: (request) => ({ userId: userIdOf(request) ?? 'anonymous' }) });
 * ```
 */
export interface IncomingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly user?: unknown;
  readonly [key: string]: unknown;
}

/**
 * Who makes a request: goes to its spans and log lines, never to a metric.
 *
 * @example
 * ```ts
 * const identify = ({ user }: IncomingRequest): Identity | undefined =>
 *   user === undefined ? undefined : { userId: (user as { id: string }).id };
 *
 * ObservabilityModule.forRoot({ identify });
 * ```
 */
export interface Identity {
  readonly userId?: string;
  readonly sessionId?: string;
}

/** Requests to the application's HTTP server. */
export interface HttpOptions {
  /** Observe HTTP requests at all. @default true */
  enabled?: boolean;
  /** Paths (exact, or ending in `*`), or a predicate over the path: neither logged, traced nor counted. */
  ignore?: readonly string[] | ((path: string, method: string) => boolean);
  /** Header that carries the request id, in and out. @default 'x-request-id' */
  requestIdHeader?: string;
  /** Put the request id on the response. @default true */
  echoRequestId?: boolean;
  /** Client address and user agent on spans and logs. @default 'off' */
  clientIdentity?: 'off' | 'hashed' | 'plain';
  /** Requests slower than this are logged as warnings, in milliseconds; 0 is never. @default 0 */
  slowMs?: number;
  /**
   * Other thresholds for single routes, by verb and template, in milliseconds: `{ 'GET /reports': 5_000 }`. They win over
   * `@Observability({ slowMs })`. @default {}
   */
  slowRoutes?: Readonly<Record<string, number>>;
  /** Operations and metrics for guards, pipes, interceptors, handlers and filters. @default true */
  phases?: boolean;
}

/** A way into or out of the application: gateways, microservices, cron jobs, events, outgoing calls, caches, rate limits. */
export interface SourceOptions {
  /** Observe it at all. @default true */
  enabled?: boolean;
}

/** Operations of GraphQL. */
export interface GraphqlOptions {
  /** Observe it at all. @default true */
  enabled?: boolean;
  /** Spans for field resolvers too. @default false */
  resolvers?: boolean;
}

/** Messages, jobs and events. */
export interface MessagingOptions {
  /**
   * How the trace of a job, an event pattern or a restored event relates to its producer's: a trace of its own linked to it
   * (OpenTelemetry's advice), or a continuation. @default 'link'
   */
  relation?: 'link' | 'parent';
}
