/** Clients of every sort as their packages make them, recognised without being touched, and asked as far as that goes without a server. */
import { ObservabilityError } from '../../kernel/index.js';
import { findable, recognise } from './dependencies.js';
import { brokerCheck, databaseCheck, microserviceCheck, redisCheck } from './dependency-factories.js';
import { dependencyChecks } from './find-dependencies.js';

const signal = new AbortController().signal;
const notOpened = { client: { status: 'up', connection: 'not opened yet' } };

function kindOf(candidate: object, type?: unknown): string | undefined {
  return recognise(candidate, findable, type)?.dependency.kind;
}

describe('a client', () => {
  it('is recognised by its shape, whichever package made it', () => {
    const { Pool, Client } = require('pg') as typeof import('pg');
    const { createPool } = require('mysql2') as typeof import('mysql2');
    const { MongoClient } = require('mongodb') as typeof import('mongodb');
    const { Redis, Cluster } = require('ioredis') as typeof import('ioredis');
    const { createClient } = require('redis') as typeof import('redis');
    const mysql = createPool({});

    const kinds = [
      new Pool(),
      new Client(),
      mysql,
      mysql.promise(),
      new MongoClient('mongodb://localhost'),
      new Redis({ lazyConnect: true }),
      new Cluster([{}], { lazyConnect: true }),
      createClient(),
    ].map((client) => kindOf(client));

    expect(kinds).toEqual(['database', 'database', 'database', 'database', 'database', 'redis', 'redis', 'redis']);
    mysql.end();
  });

  it('is not recognised before it was constructed, as Nest keeps request-scoped ones', () => {
    const { Pool, Client } = require('pg') as typeof import('pg');
    const { Redis } = require('ioredis') as typeof import('ioredis');
    const hollow = [Pool, Client, Redis].map(({ prototype }) => Object.create(prototype as object) as object);

    expect(hollow.map((candidate) => kindOf(candidate))).toEqual([undefined, undefined, undefined]);
  });

  it('is looked for without running a getter or touching a proxy', () => {
    const evaluated: string[] = [];
    const touch = (trap: string) => () => evaluated.push(trap) && undefined;
    const traps = { get: touch('get'), has: touch('has'), getPrototypeOf: touch('prototype'), ownKeys: touch('keys') };
    const proxy = new Proxy({}, traps as unknown as ProxyHandler<object>);
    const service = {
      proxy,
      backend: proxy,
      get pool() {
        return evaluated.push('getter');
      },
    };

    const found = [proxy, service].map((instance) => ({ token: 'service', instance }));

    expect(dependencyChecks(found, () => false)).toEqual([]);
    expect(evaluated).toEqual([]);
  });

  it('of Prisma is known by its class, since it is a proxy that hides what it is', async () => {
    const asked: string[] = [];
    class PrismaClient {
      $connect(): void {}
      $queryRawUnsafe(statement: string): Promise<unknown> {
        return Promise.resolve(asked.push(statement));
      }
      $runCommandRaw(command: object): Promise<unknown> {
        return Promise.resolve(asked.push(JSON.stringify(command)));
      }
    }
    class PrismaService extends PrismaClient {}
    const client = new Proxy(new PrismaService(), { getPrototypeOf: () => Object.prototype });
    const mongo = Object.assign(new PrismaService(), { _activeProvider: 'mongodb' });

    const [found] = dependencyChecks([{ token: PrismaService, type: PrismaService, instance: client }], () => false);
    await found!.check(signal);
    await databaseCheck('mongo', mongo).check(signal);
    await databaseCheck('made by a factory', client).check(signal);

    expect(found!.name).toBe('database');
    expect(asked).toEqual(['SELECT 1', '{"ping":1}', 'SELECT 1']);
  });
});

describe('a client that was not used yet', () => {
  it('is fine: nothing is known of its server, and nothing is opened to find out', async () => {
    const { Client } = require('pg') as typeof import('pg');
    const { MongoClient } = require('mongodb') as typeof import('mongodb');
    const { Redis } = require('ioredis') as typeof import('ioredis');
    const { createClient } = require('redis') as typeof import('redis');
    const { ClientNats, ClientKafka, ClientTCP } =
      require('@nestjs/microservices') as typeof import('@nestjs/microservices');
    const redis = new Redis({ lazyConnect: true, port: 1 });
    const checks = [
      databaseCheck('pg', new Client({ port: 1 })),
      databaseCheck('mongo', new MongoClient('mongodb://localhost:1')),
      redisCheck('ioredis', redis),
      redisCheck('node-redis', createClient({ url: 'redis://localhost:1' })),
      microserviceCheck('nats', new ClientNats({ servers: 'localhost:1' })),
      brokerCheck('kafka', new ClientKafka({ client: { brokers: ['localhost:1'] } })),
      microserviceCheck('tcp', new ClientTCP({ port: 1 })),
    ];

    const outcomes = await Promise.all(checks.map((check) => check.check(signal)));

    expect(outcomes).toEqual(checks.map(() => notOpened));
    expect(redis.status).toBe('wait');
  });

  it('fails once it was open and is not any more', async () => {
    const client = { isInitialized: true, driver: {}, query: async () => [], createQueryRunner: () => undefined };
    const dataSource = Object.assign(
      Object.create({ query: client.query, createQueryRunner: client.createQueryRunner }),
      {
        isInitialized: true,
        driver: {},
      },
    ) as { isInitialized: boolean };
    const check = databaseCheck('orders', dataSource);

    const before = await check.check(signal);
    dataSource.isInitialized = false;

    expect(before).toBeUndefined();
    await expect(check.check(signal)).rejects.toThrow('the connection is closed');
  });
});

describe('a check of ioredis', () => {
  it('asks nothing of a client that waits for the server on purpose', async () => {
    const peekFront = () => ({ command: { name: 'xread' } });
    const ping = jest.fn();
    const client = Object.assign(Object.create({ sendCommand() {}, silentEmit() {} }) as object, {
      status: 'ready',
      commandQueue: { peekFront },
      ping,
    });

    await redisCheck('events', client).check(signal);

    expect(ping).not.toHaveBeenCalled();
  });
});

describe('a check of Kafka', () => {
  it('asks an admin of its own, which is gone afterwards', async () => {
    const calls: string[] = [];
    const call = (name: string) => async () => void calls.push(name);
    const admin = { connect: call('connect'), describeCluster: call('describe'), disconnect: call('disconnect') };
    const kafka = Object.create({ admin: () => admin, producer() {}, consumer() {} }) as object;

    await brokerCheck('events', kafka).check(signal);

    expect(calls).toEqual(['connect', 'describe', 'disconnect']);
  });
});

describe('a check of transport options', () => {
  it.each([
    [{ transport: 0, options: { host: '127.0.0.1', port: 1 } }],
    [{ transport: 1, options: { host: '127.0.0.1', port: 1 } }],
    [{ transport: 2, options: { servers: ['nats://user:secret@127.0.0.1:1', '127.0.0.1:1'] } }],
    [{ transport: 3, options: { url: 'mqtt://127.0.0.1:1' } }],
    [{ transport: 4, options: { url: '127.0.0.1:1' } }],
    [{ transport: 5, options: { urls: ['amqp://user:secret@127.0.0.1:1', { hostname: '127.0.0.1', port: 1 }] } }],
    [{ transport: 6, options: { client: { brokers: ['127.0.0.1:1'] } } }],
  ])('knocks at the servers that they name: %j', async (options) => {
    await expect(Promise.resolve(microserviceCheck('it', options).check(signal))).rejects.toThrow(
      'connect ECONNREFUSED 127.0.0.1:1',
    );
  });

  it('says when they name none that can be knocked at', async () => {
    const check = microserviceCheck('it', { transport: 4, options: { url: 'unix:/run/orders.sock' } });

    await expect(Promise.resolve(check.check(signal))).rejects.toThrow('the address of the server is not known');
  });
});

describe('a factory', () => {
  it('refuses at once what it does not know', () => {
    const refused = [databaseCheck, redisCheck, brokerCheck, microserviceCheck].map((create) => {
      try {
        return create('orders', {});
      } catch (error) {
        return (error as ObservabilityError).message;
      }
    });

    expect(refused[1]).toBe(
      'OBS_ERR_OPTION_INVALID  The health check orders needs a client of Redis that is known. ' +
        'Fix: pass such a client, or write the check yourself with @HealthContributor().',
    );
    expect(refused.every((message) => typeof message === 'string')).toBe(true);
  });

  it('hands on kind, weight and times', () => {
    const options = { kind: 'startup', isOptional: true, timeoutMs: 5, cacheMs: 7 } as const;

    expect(databaseCheck('orders', { query: async () => [] }, options)).toEqual({
      ...options,
      name: 'orders',
      check: expect.any(Function),
    });
  });
});

describe('the names of checks that are found', () => {
  it('are bounded, safe as labels, and never taken twice', () => {
    const { ClientTCP } = require('@nestjs/microservices') as typeof import('@nestjs/microservices');
    const tokens = ['WAREHOUSE', Symbol('WAREHOUSE'), ObservabilityError, 'with "quotes" & spaces', 'x'.repeat(100)];
    const provided = tokens.map((token) => ({ token, instance: new ClientTCP({}) }));

    const names = dependencyChecks(provided, (name) => name === 'tcp:ObservabilityError').map(({ name }) => name);

    expect(names).toEqual([
      'tcp:WAREHOUSE',
      'tcp:WAREHOUSE#2',
      'tcp:ObservabilityError#2',
      'tcp:with_quotes_spaces',
      `tcp:${'x'.repeat(48)}`,
    ]);
  });

  it('are at most 32', () => {
    const { ClientTCP } = require('@nestjs/microservices') as typeof import('@nestjs/microservices');
    const provided = Array.from({ length: 40 }, (_, index) => ({ token: index, instance: new ClientTCP({}) }));

    expect(dependencyChecks(provided, () => false)).toHaveLength(32);
  });
});
