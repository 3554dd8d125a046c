/** All sorts of clients that are known, and how one of them is recognised. */
import { amqpConnection, amqpManager, kafka, mqtt, nats } from './brokers.js';
import type { Dependency } from './dependency.js';
import { mongoClient, mongooseConnection } from './mongodb.js';
import { mysqlPool, mysqlPromisePool } from './mysql.js';
import { describedServer, nestClients } from './nest-clients.js';
import { behindDrizzle, prismaClient, typeormDataSource } from './orm.js';
import { pgClient, pgPool } from './postgresql.js';
import { bullmq, ioRedis, nodeRedis } from './redis.js';
import { Shape } from './shape.js';

export interface RecognisedClient {
  readonly dependency: Dependency;
  readonly client: object;
}

export const databases: readonly Dependency[] = [
  typeormDataSource,
  pgPool,
  pgClient,
  mysqlPromisePool,
  mysqlPool,
  mongooseConnection,
  mongoClient,
  prismaClient,
];
export const redisClients: readonly Dependency[] = [ioRedis, nodeRedis, bullmq];
const brokerConnections: readonly Dependency[] = [nats, amqpManager, amqpConnection, mqtt];

/** What is found by itself: nothing that would have to be opened to be asked. */
export const findable: readonly Dependency[] = [...nestClients, ...databases, ...redisClients, ...brokerConnections];
export const microservices: readonly Dependency[] = [...nestClients, describedServer];
export const brokers: readonly Dependency[] = [...brokerConnections, kafka, ...microservices];

/** @param type the class that the candidate was made by, where that is known */
export function recognise(
  candidate: object,
  known: readonly Dependency[],
  type?: unknown,
): RecognisedClient | undefined {
  const client = behindDrizzle(candidate);
  const shape = Shape.of(client, type);
  const dependency = known.find((one) => one.recognises(shape));
  return dependency === undefined ? undefined : { dependency, client };
}
