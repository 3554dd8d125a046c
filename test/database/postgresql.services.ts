/** PostgreSQL in a real application: by `pg` itself, by Drizzle and by TypeORM, from 50 requests at once. */
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { sql } from 'drizzle-orm';
import { Client, Pool, Query } from 'pg';
import { DataSource } from 'typeorm';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { describeWith } from '../support/services.js';

const POOL = Symbol('pool');
const DB = Symbol('drizzle');
const handlers: Readonly<Record<string, string>> = {
  promise: 'byPromise',
  callback: 'byCallback',
  client: 'byClient',
  drizzle: 'byDrizzle',
  typeorm: 'byTypeOrm',
};

@Controller()
class OrdersController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(DB) private readonly db: NodePgDatabase,
    @Inject(DataSource) private readonly dataSource: DataSource,
  ) {}

  @Get('promise/:id')
  async byPromise(@Param('id') id: string): Promise<unknown> {
    const { rows } = await this.pool.query('SELECT $1::text AS id, pg_sleep(0.005)::text FROM orders LIMIT 1', [id]);
    return rows[0];
  }

  @Get('callback/:id')
  byCallback(@Param('id') id: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.pool.query('SELECT $1::text AS id FROM orders LIMIT 1', [id], (error) => {
        if (error) return reject(error);
        this.pool.query(`SELECT '${id}' AS id FROM lines LIMIT 1`, (inner, { rows }) =>
          inner ? reject(inner) : resolve(rows[0]),
        );
      });
    });
  }

  @Get('client/:id')
  async byClient(@Param('id') id: string): Promise<unknown> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      const { rows } = await client.query({ text: 'SELECT $1::text AS id FROM orders LIMIT 1', values: [id] });
      await client.query('COMMIT');
      return rows[0];
    } finally {
      client.release();
    }
  }

  @Get('drizzle/:id')
  async byDrizzle(@Param('id') id: string): Promise<unknown> {
    const { rows } = await this.db.execute(sql`SELECT ${id}::text AS id FROM orders LIMIT 1`);
    return rows[0];
  }

  @Get('typeorm/:id')
  async byTypeOrm(@Param('id') id: string): Promise<unknown> {
    const rows = await this.dataSource.query<unknown[]>('SELECT $1::text AS id FROM orders LIMIT 1', [id]);
    return rows[0];
  }

  @Get('error/:sql')
  async fail(@Param('sql') statement: string): Promise<unknown> {
    try {
      return await this.pool.query(statement);
    } catch (error) {
      const { message, code, stack } = error as Error & { code?: string };
      // Nest's own frames behind the handler are not the driver's affair.
      const frames = stack?.split('\n').filter((line) => /^ +at /.test(line) && !line.includes('@nestjs'));
      return { message, code, frames };
    }
  }
}

describeWith(['postgresql'], 'PostgreSQL', ({ postgresql }) => {
  let application: RunningApplication;
  let pool: Pool;

  const start = async (isBare = false): Promise<RunningApplication> => {
    pool = new Pool({ connectionString: postgresql, max: 3 });
    await pool.query(
      'CREATE TABLE IF NOT EXISTS orders (id int PRIMARY KEY); CREATE TABLE IF NOT EXISTS lines (id int)',
    );
    await pool.query('INSERT INTO orders VALUES (1) ON CONFLICT DO NOTHING');
    await pool.query('INSERT INTO lines SELECT 1 WHERE NOT EXISTS (SELECT FROM lines)');
    return startApplication({
      isBare,
      imports: [TypeOrmModule.forRoot({ type: 'postgres', url: postgresql, extra: { max: 3 }, retryAttempts: 0 })],
      controllers: [OrdersController],
      providers: [
        { provide: POOL, useValue: pool },
        { provide: DB, useFactory: () => drizzle({ client: pool }) },
      ],
    });
  };
  const database = () => application.recorder.spans.filter((span) => 'db.system.name' in span.attributes);

  beforeEach(async () => {
    application = await start();
    application.recorder.clear();
  });
  afterEach(async () => {
    await closeApplications();
    await pool.end();
  });

  it.each(['promise', 'callback', 'client', 'drizzle', 'typeorm'])(
    'gives each of 50 parallel requests its own queries as children: %s',
    async (way) => {
      const ids = Array.from({ length: 50 }, (_, index) => `o${index}`);

      const answers = await Promise.all(ids.map(async (id) => (await application.request(`/${way}/${id}`)).json()));
      await application.recorder.waitFor(
        ({ spans }) => spans.filter(({ name }) => name.startsWith('GET')).length === 50,
      );

      expect(answers.map((answer) => (answer as { id: string }).id)).toEqual(ids);
      const perRequest = { promise: 1, callback: 2, client: 3, drizzle: 1, typeorm: 1 }[way]!;
      const { spans } = application.recorder;
      const spanById = new Map(spans.map((span) => [span.spanContext().spanId, span]));
      const askedBy = database().map((span) => {
        const parent = spanById.get(span.parentSpanContext?.spanId ?? '');
        return parent?.spanContext().traceId === span.spanContext().traceId ? parent.name : 'nobody';
      });
      expect(new Set(askedBy)).toEqual(new Set([`OrdersController.${handlers[way]!}`]));
      const traces = database().map((span) => span.spanContext().traceId);
      const counts = [...new Set(traces)].map((traceId) => traces.filter((other) => other === traceId).length);
      expect(counts).toEqual(Array(50).fill(perRequest));
    },
  );

  it('describes a query by stable names, without its literals', async () => {
    await application.request('/callback/secret-7');
    await application.recorder.waitFor(() => database().length === 2);

    const { hostname, port } = new URL(postgresql);
    expect(database().map(({ name, attributes, kind }) => ({ name, attributes, kind }))[1]).toEqual({
      name: 'SELECT lines',
      kind: 2,
      attributes: {
        'db.system.name': 'postgresql',
        'db.namespace': 'postgres',
        'db.operation.name': 'SELECT',
        'db.collection.name': 'lines',
        'db.query.text': 'SELECT ? AS id FROM lines LIMIT ?',
        'server.address': hostname,
        'server.port': Number(port),
      },
    });
  });

  it('counts errors by their class and hands them on with the stack of the application', async () => {
    const answer: unknown = await (
      await application.request(`/error/${encodeURIComponent('INSERT INTO orders VALUES (1)')}`)
    ).json();
    await application.recorder.waitFor(() => database().length === 1);

    expect(answer).toMatchObject({
      code: '23505',
      frames: expect.arrayContaining([expect.stringContaining('at OrdersController.fail')]) as string[],
    });
    expect(database()[0]).toMatchObject({
      name: 'INSERT orders',
      status: { code: 2 },
      attributes: { 'error.type': '23505', 'db.response.status_code': '23505' },
    });
    expect(await application.scrape()).toContain('db_errors_total{operation="INSERT",error_type="23xxx"} 1');
  });

  it('ends queries that the server or the client gives up', async () => {
    const client = new Client({ connectionString: postgresql, statement_timeout: 50 });
    const hasty = new Client({ connectionString: postgresql, query_timeout: 50 });
    await Promise.all([client.connect(), hasty.connect()]);

    await expect(client.query('SELECT pg_sleep(1)')).rejects.toMatchObject({ code: '57014' });
    await expect(hasty.query('SELECT pg_sleep(0.2)')).rejects.toThrow('Query read timeout');
    await Promise.all([client.end(), hasty.end()]);

    const ended = application.recorder.operations.filter(({ kind }) => kind === 'database.query');
    expect(ended.map(({ outcome, attributes }) => [outcome, attributes['error.type']])).toEqual([
      ['error', '57014'],
      ['error', 'Error'],
    ]);
    expect(database()).toEqual([]);
  });

  it('follows queries that are objects of their own', async () => {
    const client = await pool.connect();
    const rows: unknown[] = [];
    const query = client.query(new Query('SELECT id FROM orders'));
    query.on('row', (row) => rows.push(row));
    await new Promise((resolve) => query.on('end', resolve));
    client.release();

    expect(rows).toEqual([{ id: 1 }]);
    expect(Object.keys(query)).not.toContain('handleError');
    expect(application.recorder.operations.at(-1)).toMatchObject({ name: 'SELECT orders', outcome: 'ok' });
  });

  it('measures how long a saturated pool makes wait', async () => {
    await Promise.all(Array.from({ length: 6 }, () => pool.query('SELECT pg_sleep(0.1)')));
    const page = await application.scrape();

    expect(page).toMatch(/pool_size\{pool="postgres"\} 3\n/);
    expect(page).toMatch(/pool_connections_idle\{pool="postgres"\} 3\n/);
    expect(page).toMatch(/pool_connections_in_use\{pool="postgres"\} 0\n/);
    expect(page).toMatch(/pool_pending\{pool="postgres"\} 0\n/);
    const waited = Number(/pool_wait_duration_seconds_sum\{pool="postgres"\} (\S+)/.exec(page)?.[1]);
    expect(waited).toBeGreaterThan(0.25);
    expect(waited).toBeLessThan(2);
    expect(page).toMatch(/db_query_duration_seconds_count\{operation="SELECT"\} 6\n/);
    const created = Number(/pool_connections_created_total\{pool="postgres"\} (\d+)/.exec(page)?.[1]);
    const reused = Number(/pool_connections_reused_total\{pool="postgres"\} (\d+)/.exec(page)?.[1]);
    expect(created + reused).toBe(6);
  });

  it('makes no trace of a query outside any request', async () => {
    await pool.query('SELECT 1');

    expect(application.recorder.operations.map(({ name }) => name)).toEqual(['SELECT']);
    expect(application.recorder.spans).toEqual([]);
  });

  it('answers byte for byte what the application answers without the module', async () => {
    const paths = ['promise', 'callback', 'client', 'drizzle', 'typeorm'].map((way) => `/${way}/x`);
    const failing = ['SELECT 1/0', 'SELEC', 'SELECT * FROM nowhere'].map(
      (text) => `/error/${encodeURIComponent(text)}`,
    );
    const ask = () => Promise.all([...paths, ...failing].map(async (path) => (await application.request(path)).text()));

    const observed = await ask();
    await application.close();
    await pool.end();
    application = await start(true);

    expect(observed).toEqual(await ask());
  });
});
