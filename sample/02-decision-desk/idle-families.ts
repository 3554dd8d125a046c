/** Which families of metrics have nothing to count in this set-up, and why. */
import type { Settings } from './common/settings.js';

export interface IdleFamilies {
  /** As the metric reference names them. */
  readonly families: readonly string[];
  readonly reason: string;
}

export function idleFamilies({ database, redisUrl, natsUrl }: Settings): readonly IdleFamilies[] {
  const idle: (IdleFamilies | false)[] = [
    database.kind === 'pglite' && {
      families: ['connection pools of the database'],
      reason: 'PostgreSQL runs inside this process; set DATABASE_URL',
    },
    redisUrl === undefined && {
      families: ['events between instances', 'cache and queue commands of Redis'],
      reason: 'Feed and queue live in memory; set REDIS_URL',
    },
    natsUrl === undefined && { families: ['RPC'], reason: 'Nobody is told of decisions; set NATS_URL' },
    { families: ['GraphQL', 'CQRS'], reason: 'The desk has neither' },
  ];
  return idle.filter((row) => row !== false);
}
