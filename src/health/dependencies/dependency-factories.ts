/** Checks of what the application names itself: for `HealthRegistry.register`, or returned by a `@HealthContributor()` method. */
import { ObservabilityError } from '../../kernel/index.js';
import type { HealthCheck, HealthCheckOptions } from '../health-check.js';
import { brokers, databases, microservices, recognise, redisClients, type RecognisedClient } from './dependencies.js';
import { dependencyCheck } from './dependency-check.js';
import { nestClients } from './nest-clients.js';
import { anyQueryable, prismaClient } from './orm.js';

/**
 * A health check of a database.
 * `SELECT 1`, or the ping of the protocol, on one connection of the database: a pool or client of pg, a pool of mysql2, a
 * DataSource of TypeORM, a database of Drizzle, a MongoClient, a connection of Mongoose, a Prisma client, or anything else with
 * `query(text): Promise`.
 *
 * @throws ObservabilityError OBS_ERR_OPTION_INVALID when the client is none of these
 * @example
 * ```ts
 * @Injectable()
 * class DatabaseHealth {
 *   @HealthContributor()
 *   database(): HealthCheck {
 *     return databaseCheck('orders', pool);
 *   }
 * }
 * ```
 */
export function databaseCheck(name: string, client: object, options?: HealthCheckOptions): HealthCheck {
  const recognised = recognise(client, databases) ?? byItsMethods(client);
  return checkOf(name, recognised, 'a client of a database', options);
}

/**
 * A health check of a Redis server.
 * PING: a client or cluster of ioredis or node-redis, a queue of BullMQ, or Nest's ClientRedis.
 *
 * @throws ObservabilityError OBS_ERR_OPTION_INVALID when the client is none of these
 * @example
 * ```ts
 * app.get(HealthRegistry).register(redisCheck('cache', redis, { isOptional: true }));
 * ```
 */
export function redisCheck(name: string, client: object, options?: HealthCheckOptions): HealthCheck {
  return checkOf(name, recognise(client, [...redisClients, ...nestClients]), 'a client of Redis', options);
}

/**
 * A health check of a message broker.
 * A round trip to the broker: a connection of NATS, amqplib, amqp-connection-manager or mqtt, a Kafka of kafkajs (which opens a
 * connection for each look), or whatever `microserviceCheck` takes.
 *
 * @throws ObservabilityError OBS_ERR_OPTION_INVALID when the connection is none of these
 * @example
 * ```ts
 * app.get(HealthRegistry).register(brokerCheck('nats', nats, { timeoutMs: 500 }));
 * ```
 */
export function brokerCheck(name: string, connection: object, options?: HealthCheckOptions): HealthCheck {
  return checkOf(name, recognise(connection, brokers), 'a connection to a broker', options);
}

/**
 * A health check of a microservice, or of the broker before it.
 * A round trip through a `ClientProxy` of Nest: to the broker between, or to the service itself over gRPC and TCP. A client that
 * was not used yet is fine, because nothing is known of its server. Nest's transport options in its place,
 * `{ transport: Transport.TCP, options: { host, port } }`, tell whether the server accepts connections, used or not.
 *
 * @throws ObservabilityError OBS_ERR_OPTION_INVALID when it is neither
 * @example
 * ```ts
 * const billing = { transport: Transport.TCP, options: { host: 'billing', port: 4000 } };
 *
 * app.get(HealthRegistry).register(microserviceCheck('billing', billing));
 * ```
 */
export function microserviceCheck(name: string, client: object, options?: HealthCheckOptions): HealthCheck {
  return checkOf(name, recognise(client, microservices), 'a ClientProxy or transport options', options);
}

const named = new WeakSet<object>();

/** Whether the application has made a check for it already. */
export function isNamed(client: object): boolean {
  return named.has(client);
}

/** The user says what it is, so less has to be seen of it. */
function byItsMethods(client: object): RecognisedClient | undefined {
  const { $queryRawUnsafe, query } = client as Readonly<Record<string, unknown>>;
  if (typeof $queryRawUnsafe === 'function') return { dependency: prismaClient, client };
  return typeof query === 'function' ? { dependency: anyQueryable, client } : undefined;
}

function checkOf(
  name: string,
  recognised: RecognisedClient | undefined,
  wanted: string,
  options: HealthCheckOptions | undefined,
): HealthCheck {
  if (recognised === undefined) {
    throw ObservabilityError.of({
      code: 'OBS_ERR_OPTION_INVALID',
      fact: `The health check ${name} needs ${wanted} that is known`,
      fix: 'pass such a client, or write the check yourself with @HealthContributor()',
    });
  }
  named.add(recognised.client);
  return dependencyCheck(name, recognised, options);
}
