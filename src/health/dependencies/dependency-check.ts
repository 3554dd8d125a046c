/** The health check of one dependency: the same rules for all of them. */
import { context } from '@opentelemetry/api';
import { temporarilySuppressed } from '../../kernel/index.js';
import type { HealthCheck, HealthCheckOptions } from '../health-check.js';
import type { RecognisedClient } from './dependencies.js';

export function dependencyCheck(
  name: string,
  recognised: RecognisedClient,
  options: HealthCheckOptions = {},
): HealthCheck {
  const check = (signal: AbortSignal) => unobserved(() => ask(recognised, signal));
  return { ...options, name, check };
}

/** Clients that were open when they were looked at; a check may be made anew for each look. */
const wereOpen = new WeakSet<object>();

/**
 * A client that nobody has used yet says nothing about its server: that is not known, and not down. Otherwise two services that
 * call each other would each wait for the other to be ready.
 */
async function ask({ dependency, client }: RecognisedClient, signal: AbortSignal): Promise<unknown> {
  if (dependency.isOpen(client)) {
    wereOpen.add(client);
    await dependency.ask(client, signal);
    return undefined;
  }
  if (!wereOpen.has(client)) return NOT_OPENED;
  if (dependency.reach === undefined) throw new Error('the connection is closed');
  await dependency.reach(client, signal);
  return undefined;
}

const NOT_OPENED = { client: { status: 'up', connection: 'not opened yet' } };

/** A probe is nobody's work: no spans, no metrics. What it opens and leaves in a pool is observed like the rest. */
export async function unobserved<T>(work: () => Promise<T>): Promise<T> {
  const suppression = temporarilySuppressed();
  try {
    return await context.with(suppression.context, work);
  } finally {
    suppression.end();
  }
}
