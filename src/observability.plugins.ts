/** The rooms of one application's plugins: of those it was given, and of Sentry's where the environment alone asks for it. */
import type { ObservabilityPlugin, PluginHost, PluginRoom } from './config/index.js';
import { describeProblem, ObservabilityError } from './kernel/index.js';

/** @throws ObservabilityError what a plugin that was given has to say about its options */
export function pluginRooms(host: PluginHost): PluginRoom[] {
  const { isEnabled, plugins } = host.config;
  if (!isEnabled) return [];
  const given = plugins.flatMap((plugin) => roomOf(plugin, host));
  return [...given, ...roomsOfEnvironment(host)];
}

/** `SENTRY_DSN` may be meant for somebody else: where it cannot be followed, the application starts all the same. */
function roomsOfEnvironment(host: PluginHost): PluginRoom[] {
  const { sentry: environment, plugins } = host.config;
  if (environment.dsn === undefined || plugins.some(({ name }) => name === 'sentry')) return [];
  const { sentry } = require('./sentry/index.js') as Sentry;
  try {
    return roomOf(sentry(), host);
  } catch (error) {
    host.diagnostics.warnOnce('sentry-environment', `SENTRY_DSN is set, but nothing is sent: ${reasonOf(error)}`);
    return [];
  }
}

function roomOf({ room }: ObservabilityPlugin, host: PluginHost): PluginRoom[] {
  return [room?.(host)].filter((made) => made !== undefined);
}

function reasonOf(error: unknown): string {
  return error instanceof ObservabilityError ? error.problems.map(describeProblem).join(' ') : String(error);
}

type Sentry = typeof import('./sentry/index.js');
