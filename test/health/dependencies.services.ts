/** Databases, Redis, brokers and microservices in readiness: found among the providers, asked, cut off, and back again. */
import { Injectable, Module, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { ClientsModule, Transport, type ClientProviderOptions, type ClientProxy } from '@nestjs/microservices';
import { TypeOrmModule } from '@nestjs/typeorm';
import { connect as connectNats } from '@nats-io/transport-node';
import { connect as connectAmqp } from 'amqp-connection-manager';
import { drizzle } from 'drizzle-orm/node-postgres';
import Redis from 'ioredis';
import { connectAsync } from 'mqtt';
import { createPool } from 'mysql2';
import { createPool as createPromisePool } from 'mysql2/promise';
import { Pool } from 'pg';
import { createClient } from 'redis';
import { describeWith } from '../support/services.js';
import { describeOutages, type OutageSpec } from './outage-suite.js';

// Nest gives its channel to RabbitMQ no listener for errors: cut while it is being set up, it throws where nobody can catch it.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const CLIENT = 'WAREHOUSE';

describeWith(['postgresql'], 'PostgreSQL in readiness', ({ postgresql: url }) => {
  const pool = (proxied: string) => new Pool({ connectionString: proxied, max: 2 }).on('error', () => undefined);
  describeOutages('a pool of pg', {
    check: 'database',
    url,
    module: (proxied) => ({
      providers: provided(
        () => pool(proxied),
        (made) => made.end(),
      ),
    }),
  });
  describeOutages('a database of Drizzle', {
    check: 'database',
    url,
    module: (proxied) => ({
      providers: provided(
        () => drizzle(pool(proxied)),
        (db) => (db.$client as Pool).end(),
      ),
    }),
  });
  describeOutages('a DataSource of TypeORM', {
    check: 'database',
    url,
    module: (proxied) => ({ imports: [TypeOrmModule.forRoot({ type: 'postgres', url: proxied })] }),
  });
});

describeWith(['mariadb'], 'MariaDB in readiness', ({ mariadb: url }) => {
  describeOutages('a pool of mysql2', {
    check: 'database',
    url,
    module: (proxied) => ({
      providers: provided(
        () => createPool({ uri: proxied, connectionLimit: 2 }),
        (pool) => pool.end(),
      ),
    }),
  });
  describeOutages('a pool of mysql2 with promises', {
    check: 'database',
    url,
    module: (proxied) => ({
      providers: provided(
        () => createPromisePool(proxied),
        (pool) => pool.end(),
      ),
    }),
  });
  describeOutages('a DataSource of TypeORM', {
    check: 'database',
    url,
    module: (proxied) => ({ imports: [TypeOrmModule.forRoot({ type: 'mysql', url: proxied })] }),
  });
});

describeWith(['redis'], 'Redis in readiness', ({ redis: url }) => {
  describeOutages('a client of ioredis', {
    check: 'redis',
    url,
    module: (proxied) => ({
      providers: provided(
        () => new Redis(proxied).on('error', () => undefined),
        (redis) => redis.disconnect(),
      ),
    }),
  });
  describeOutages('a client of node-redis', {
    check: 'redis',
    url,
    module: (proxied) => ({
      providers: provided(
        () =>
          createClient({ url: proxied })
            .on('error', () => undefined)
            .connect(),
        (redis) => redis.destroy(),
      ),
    }),
  });
  describeOutages('a queue of BullMQ', {
    check: 'redis',
    url,
    module: (_proxied, { address }) => ({
      imports: [BullModule.forRoot({ connection: address }), BullModule.registerQueue({ name: 'orders' })],
    }),
    use: async (app) =>
      app
        .get(getQueueToken('orders'))
        .on('error', () => undefined)
        .waitUntilReady(),
  });
  describeOutages('a client of Nest', {
    check: `redis:${CLIENT}`,
    url,
    ...nestClient((_proxied, address) => ({ transport: Transport.REDIS, options: address })),
  });
});

describeWith(['nats'], 'NATS in readiness', ({ nats: url }) => {
  describeOutages('a connection', {
    check: 'nats',
    url,
    module: (proxied) => ({
      providers: provided(
        () => connectNats({ servers: proxied, reconnectTimeWait: 100, maxReconnectAttempts: -1 }),
        (nats) => nats.close(),
      ),
    }),
  });
  describeOutages('a client of Nest', {
    check: `nats:${CLIENT}`,
    url,
    ...nestClient((proxied) => ({ transport: Transport.NATS, options: { servers: [proxied] } })),
  });
});

describeWith(['rabbitmq'], 'RabbitMQ in readiness', ({ rabbitmq: url }) => {
  describeOutages('a managed connection', {
    check: 'rabbitmq',
    url,
    module: (proxied) => ({
      providers: provided(
        async () => {
          const manager = connectAmqp([proxied], { reconnectTimeInSeconds: 1 });
          await manager.connect();
          return manager;
        },
        (manager) => manager.close(),
      ),
    }),
  });
  describeOutages('a client of Nest', {
    check: `rabbitmq:${CLIENT}`,
    url,
    ...nestClient((proxied) => ({
      transport: Transport.RMQ,
      options: {
        urls: [proxied],
        queue: `health-${process.pid}`,
        queueOptions: { durable: false, autoDelete: true },
        socketOptions: { reconnectTimeInSeconds: 1 },
      },
    })),
  });
});

describeWith(['mosquitto'], 'MQTT in readiness', ({ mosquitto: url }) => {
  describeOutages('a client of mqtt', {
    check: 'mqtt',
    url,
    module: (proxied) => ({
      providers: provided(
        async () => (await connectAsync(proxied, { reconnectPeriod: 100 })).on('error', () => undefined),
        (client) => client.endAsync(true),
      ),
    }),
  });
  describeOutages('a client of Nest', {
    check: `mqtt:${CLIENT}`,
    url,
    ...nestClient((proxied) => ({ transport: Transport.MQTT, options: { url: proxied, reconnectPeriod: 100 } })),
  });
});

function provided<T extends object>(create: () => T | Promise<T>, close: (made: T) => unknown): Provider[] {
  const MADE = Symbol('made');

  @Injectable()
  class Closer implements OnApplicationShutdown {
    async onApplicationShutdown(): Promise<void> {
      await close((await made)!);
    }
  }
  let made: T | Promise<T> | undefined;
  return [{ provide: MADE, useFactory: () => (made = create()) }, Closer];
}

function nestClient(
  optionsOf: (proxied: string, address: { host: string; port: number }) => object,
): Pick<OutageSpec, 'module' | 'use'> {
  return {
    module: (proxied, { address }) => {
      const options = { name: CLIENT, ...optionsOf(proxied, address) } as ClientProviderOptions;

      @Module({ imports: [ClientsModule.register([options])] })
      class WarehouseModule {}
      return { imports: [WarehouseModule as never] };
    },
    use: async (app) => app.get<ClientProxy>(CLIENT, { strict: false }).connect(),
  };
}
