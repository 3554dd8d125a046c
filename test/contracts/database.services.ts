import { Controller, Get, Inject, Injectable, Param, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { createPool, type Pool as MysqlPool } from 'mysql2/promise';
import { OperationPipeline } from 'nestjs-observability';
import { Pool } from 'pg';
import { createClient } from 'redis';
import { describeSource, type Act, type SourceContract, type SourceSubject } from 'nestjs-observability/testing';
import { startApplication } from '../support/application.js';
import { describeWith } from '../support/services.js';

type What = Act | 'wait';

/** One query of each kind by one driver. */
interface Database {
  connect(): Promise<unknown>;
  query(what: What): Promise<unknown>;
  close(): Promise<unknown>;
}

const DATABASE = Symbol('database');

@Injectable()
class Connection implements OnApplicationShutdown {
  constructor(@Inject(DATABASE) readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

@Controller()
class QueryController {
  constructor(@Inject(Connection) private readonly connection: Connection) {}

  @Get(':what')
  async query(@Param('what') what: What): Promise<string> {
    await this.connection.database.query(what);
    return 'done';
  }
}

async function start(database: Database): Promise<SourceSubject> {
  await database.connect().catch(async (error: unknown) => {
    // Or its reconnecting would keep the test run alive.
    await database.close();
    throw error;
  });
  const { app, recorder, request, close } = await startApplication({
    controllers: [QueryController],
    providers: [Connection, { provide: DATABASE, useValue: database }],
  });
  const isUnderWay = () => recorder.started.some((started) => started.startsWith('database.query'));
  return {
    recorder,
    pipeline: app.get(OperationPipeline),
    act: async (act) => {
      const caller = new AbortController();
      const answer = request(`/${act}`, { signal: caller.signal });
      if (act === 'abort') {
        await recorder.waitFor(isUnderWay);
        caller.abort();
      }
      await (await answer).text();
    },
    begin: async () => {
      void request('/wait').catch(() => undefined);
      await recorder.waitFor(isUnderWay);
      return { release: () => undefined };
    },
    close,
  };
}

// A query goes on when nobody wants its answer any more: it ends as what the server makes of it.
const outcomes: SourceContract['outcomes'] = { success: 'ok', error: 'error', abort: 'ok', timeout: 'error' };

function describeDatabase(
  title: string,
  create: () => Database,
  unlike: Partial<SourceContract['outcomes']> = {},
): void {
  describeSource(title, {
    kind: 'database.query',
    start: () => start(create()),
    outcomes: { ...outcomes, ...unlike },
    shutdown: 'ok',
  });
}

describeWith(['postgresql', 'redis', 'mariadb'], 'Databases', ({ postgresql, redis, mariadb }) => {
  describeDatabase('pg', () => {
    const pool = new Pool({ connectionString: postgresql });
    const statements = {
      success: 'SELECT 1',
      error: 'SELECT 1/0',
      abort: sleep(0.1),
      timeout: sleep(0.2),
      wait: sleep(0.2),
    };
    return {
      connect: () => pool.query('SELECT 1'),
      query: (what) =>
        pool.query({ text: statements[what], ...(what === 'timeout' && { query_timeout: 50 }) } as { text: string }),
      close: () => pool.end(),
    };

    function sleep(seconds: number): string {
      return `SELECT pg_sleep(${seconds})`;
    }
  });

  describeDatabase('mysql2', () => {
    const pool: MysqlPool = createPool(mariadb);
    const statements = {
      success: 'SELECT 1',
      error: 'SELECT',
      abort: sleep(0.1),
      timeout: sleep(0.2),
      wait: sleep(0.2),
    };
    return {
      connect: () => pool.query('SELECT 1'),
      query: (what) => pool.query({ sql: statements[what], ...(what === 'timeout' && { timeout: 50 }) }),
      close: () => pool.end(),
    };

    function sleep(seconds: number): string {
      return `SELECT SLEEP(${seconds})`;
    }
  });

  const scripts = {
    success: 'return 1',
    error: "return redis.error_reply('ERR no')",
    abort: busy(10),
    timeout: busy(600),
    wait: busy(30),
  };

  describeDatabase('ioredis', () => {
    const client = new Redis(redis);
    const hasty = new Redis(redis, { commandTimeout: 300 });
    return {
      connect: () => Promise.all([client.ping(), hasty.ping()]),
      query: (what) => (what === 'timeout' ? hasty : client).eval(scripts[what], 0),
      close: async () => {
        hasty.disconnect();
        client.disconnect();
      },
    };
  });

  const untimed = { timeout: { impossible: 'a command that was sent has no time limit in node-redis' } };

  describeDatabase(
    'node-redis',
    () => {
      const client = createClient({ url: redis });
      return {
        connect: () => client.connect(),
        query: (what) => client.eval(scripts[what]),
        close: () => client.close(),
      };
    },
    untimed,
  );
});

/** Keeps Redis, and whoever waits for it, busy for some time. */
function busy(milliseconds: number): string {
  return `local s = redis.call('TIME') local t repeat t = redis.call('TIME') until (t[1] - s[1]) * 1e6 + t[2] - s[2] > ${milliseconds * 1000} return 1`;
}
