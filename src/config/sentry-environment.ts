/** What the environment says about Sentry, under Sentry's own names. Read here, since no other room touches the environment. */
import { readVariable, type Environment } from './otel-environment.js';

/** Sentry's own variables. */
export interface SentryEnvironment {
  readonly dsn: string | undefined;
  readonly release: string | undefined;
  readonly environment: string | undefined;
  readonly serverName: string | undefined;
}

export function readSentryEnvironment(env: Environment): SentryEnvironment {
  return {
    dsn: readVariable('SENTRY_DSN', env),
    release: readVariable('SENTRY_RELEASE', env),
    environment: readVariable('SENTRY_ENVIRONMENT', env),
    serverName: readVariable('SENTRY_NAME', env),
  };
}
