/** The plugin's options, checked and completed from the environment and from what the application has configured anyway. */
import { hostname } from 'node:os';
import type { ResolvedConfig } from '../config/index.js';
import { ObservabilityError, type Problem } from '../kernel/index.js';
import type { SentryOptions } from './sentry.options.js';

export interface SentrySettings extends Required<Omit<SentryOptions, 'dsn' | 'beforeSend'>> {
  readonly dsn: string | undefined;
  readonly beforeSend: SentryOptions['beforeSend'];
  /** How long a shutdown, or the end of a crashing process, may wait for what has not been sent. */
  readonly flushTimeoutMs: number;
  /** Whether the client's address and browser may be told. */
  readonly sendsIdentity: boolean;
}

/** @throws ObservabilityError OBS_ERR_CONFIG that lists every option that cannot be */
export function settingsFrom(options: SentryOptions, config: ResolvedConfig): SentrySettings {
  const { sentry: environment, service, shutdown, http } = config;
  const settings: SentrySettings = {
    dsn: options.dsn ?? environment.dsn,
    release: options.release ?? environment.release ?? `${service.name}@${service.version}`,
    environment: options.environment ?? environment.environment ?? config.environment.name,
    serverName: options.serverName ?? environment.serverName ?? hostname(),
    sampleRate: options.sampleRate ?? 1,
    maxBreadcrumbs: options.maxBreadcrumbs ?? 30,
    groupByFingerprint: options.groupByFingerprint ?? false,
    timeoutMs: options.timeoutMs ?? 5000,
    beforeSend: options.beforeSend,
    integrations: options.integrations ?? [],
    transportOptions: options.transportOptions ?? {},
    flushTimeoutMs: shutdown.flushTimeoutMs,
    sendsIdentity: http.clientIdentity === 'plain',
  };
  const problems = RULES.flatMap((rule) => rule(settings) ?? []);
  if (problems.length > 0)
    throw ObservabilityError.ofAll('OBS_ERR_CONFIG', 'The Sentry plugin cannot start:', problems);
  return settings;
}

// `https://<key>@<host>/<project>`; a secret behind the key is a habit of old.
const DSN = /^https?:\/\/[^\s:@/]+(?::[^\s@/]*)?@[^\s@]+\/[^\s/@]+$/;

/** Whether Sentry could send anything there. */
export function isDsn(text: string): boolean {
  return DSN.test(text) && URL.canParse(text);
}

const RULES: readonly ((settings: SentrySettings) => Problem | undefined)[] = [
  ({ dsn }) =>
    dsn === undefined || (typeof dsn === 'string' && isDsn(dsn))
      ? undefined
      : invalid(
          'dsn',
          'must be the address of a project',
          'copy it from the settings of the project, e.g. https://<key>@<host>/<project>',
        ),
  ({ sampleRate }) => outside('sampleRate', sampleRate, 0, 1),
  ({ maxBreadcrumbs }) => outside('maxBreadcrumbs', maxBreadcrumbs, 0, 100),
  ({ timeoutMs }) => outside('timeoutMs', timeoutMs, 1, 60_000),
  ({ beforeSend }) =>
    beforeSend === undefined || typeof beforeSend === 'function'
      ? undefined
      : invalid('beforeSend', 'must be a function', 'give a function that returns the event, or null to drop it'),
];

function outside(name: string, value: unknown, min: number, max: number): Problem | undefined {
  if (typeof value === 'number' && value >= min && value <= max) return undefined;
  return { ...invalid(name, `must be a number from ${min} to ${max}`, 'write a number within'), got: String(value) };
}

/** Without what was given: a DSN holds a key. */
function invalid(name: string, rule: string, fix: string): Problem {
  return { code: 'OBS_ERR_OPTION_INVALID', fact: `sentry.${name} ${rule}`, fix };
}
