/**
 * The Sentry plugin: `plugins: [sentry({ dsn })]`.
 *
 * @module nestjs-observability/sentry
 */
import type { ObservabilityPlugin } from '../config/index.js';
import { loadSentry } from './sentry.library.js';
import type { SentryOptions } from './sentry.options.js';
import { SentryRoom } from './sentry.room.js';
import { settingsFrom } from './sentry.settings.js';

/**
 * Sends errors that nobody handled to Sentry: of requests, messages, jobs and runs, of `ObservabilityService.captureError`, and
 * crashes. Each once, with the trace, user, route and log lines it belongs to; what answers a client with a 4xx is no error. Where
 * the application has called `Sentry.init` itself, its client and its settings are used. Spans stay with the module's own exporters.
 *
 * @throws ObservabilityError at start: OBS_ERR_PEER_MISSING without `@sentry/node`, OBS_ERR_CONFIG for options that cannot be
 * @example
 * ```ts
 * ObservabilityModule.forRoot({ plugins: [sentry({ dsn: 'https://key@sentry.example/1' })] });
 * ```
 */
export function sentry(options: SentryOptions = {}): ObservabilityPlugin {
  return {
    name: 'sentry',
    room: (host) => {
      const { isEnabled, isOtelSdkDisabled } = host.config;
      if (!isEnabled || isOtelSdkDisabled) return undefined;
      return new SentryRoom(settingsFrom(options, host.config), loadSentry(), host);
    },
  };
}

export type { SentryOptions } from './sentry.options.js';
export type { SentryEvent } from './sentry.library.js';
