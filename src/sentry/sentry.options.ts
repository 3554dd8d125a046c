/** What a user may say to `sentry()`. Names are those of Sentry's own options where it has one. */
import type { SentryEvent } from './sentry.library.js';

/**
 * What a user may say to `sentry()`.
 *
 * @example
 * ```ts
 * const options: SentryOptions = {
 *   sampleRate: 0.5,
 *   beforeSend: (event) => (event.transaction === 'GET /health' ? null : event),
 * };
 *
 * ObservabilityModule.forRoot({ plugins: [sentry(options)] });
 * ```
 */
export interface SentryOptions {
  /** Where errors go. Without one, and without a Sentry of the application's own, nothing is sent. @env SENTRY_DSN */
  readonly dsn?: string;
  /** @default `<service.name>@<service.version>` @env SENTRY_RELEASE */
  readonly release?: string;
  /** @default the option `environment` @env SENTRY_ENVIRONMENT */
  readonly environment?: string;
  /** @default the name of the machine @env SENTRY_NAME */
  readonly serverName?: string;
  /** Share of errors that are sent, 0 to 1. @default 1 */
  readonly sampleRate?: number;
  /** Log lines and outgoing calls of the failed work that are sent with its error, at most; 0 keeps none. @default 30 */
  readonly maxBreadcrumbs?: number;
  /** Errors with one fingerprint (that of the log line's `err`) are one issue, in place of Sentry's own grouping. @default false */
  readonly groupByFingerprint?: boolean;
  /** Time that sending one error may take, in milliseconds. @default 5000 */
  readonly timeoutMs?: number;
  /** The last word on an event before it leaves, after everything has been added to it; null drops it. */
  readonly beforeSend?: (event: SentryEvent, hint: unknown) => SentryEvent | null | Promise<SentryEvent | null>;
  /** Integrations of `@sentry/node` to add; by itself the plugin instruments nothing. @default [] */
  readonly integrations?: readonly object[];
  /** For Sentry's transport: `proxy`, `caCerts`, `headers`. @default {} */
  readonly transportOptions?: Readonly<Record<string, unknown>>;
}
