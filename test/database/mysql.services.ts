/** mysql2 against MariaDB: callbacks, promises and events, through a pool that is too small. */
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { createPool, type Pool, type RowDataPacket } from 'mysql2';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { describeWith } from '../support/services.js';

const POOL = Symbol('pool');

@Controller()
class OrdersController {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  @Get('promise/:id')
  async byPromise(@Param('id') id: string): Promise<unknown> {
    const [rows] = await this.pool.promise().query<RowDataPacket[]>('SELECT ? AS id FROM orders LIMIT 1', [id]);
    return rows[0];
  }

  @Get('execute/:id')
  async byExecute(@Param('id') id: string): Promise<unknown> {
    const [rows] = await this.pool.promise().execute<RowDataPacket[]>('SELECT ? AS id FROM orders LIMIT 1', [id]);
    return rows[0];
  }

  @Get('callback/:id')
  byCallback(@Param('id') id: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.pool.query('SELECT 1 FROM orders', (error) => {
        if (error) return reject(error);
        this.pool.query<RowDataPacket[]>({ sql: `SELECT "${id}" AS id FROM orders LIMIT 1` }, (inner, rows) =>
          inner ? reject(inner) : resolve(rows[0]),
        );
      });
    });
  }

  @Get('stream/:id')
  byStream(@Param('id') id: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.pool.getConnection((error, connection) => {
        if (error) return reject(error);
        const rows: unknown[] = [];
        const stream = connection.query('SELECT ? AS id FROM orders LIMIT 1', [id]).stream();
        stream.on('data', (row) => rows.push(row));
        stream.on('error', reject);
        stream.on('end', () => (connection.release(), resolve(rows[0])));
      });
    });
  }

  @Get('error/:sql')
  async fail(@Param('sql') statement: string): Promise<unknown> {
    try {
      return await this.pool.promise().query(statement);
    } catch (error) {
      const { message, code, stack } = error as Error & { code?: string };
      // Frames of Nest and of what stands around its handlers are not the driver's affair.
      const frames = stack?.split('\n').filter((line) => line.includes('.services.'));
      return { message, code, frames };
    }
  }
}

describeWith(['mariadb'], 'MariaDB', ({ mariadb }) => {
  let application: RunningApplication;
  let pool: Pool;

  const start = async (isBare = false): Promise<RunningApplication> => {
    pool = createPool({ uri: mariadb, connectionLimit: 3 });
    await pool.promise().query('CREATE TABLE IF NOT EXISTS orders (id int PRIMARY KEY)');
    await pool.promise().query('INSERT IGNORE INTO orders VALUES (1)');
    return startApplication({
      isBare,
      controllers: [OrdersController],
      providers: [{ provide: POOL, useValue: pool }],
    });
  };
  const stop = async (): Promise<void> => {
    await closeApplications();
    await pool.promise().end();
  };
  const spans = () => application.recorder.spans.filter((span) => 'db.system.name' in span.attributes);

  beforeEach(async () => {
    application = await start();
    application.recorder.clear();
  });
  afterEach(stop);

  it.each([
    ['promise', 1],
    ['execute', 1],
    ['callback', 2],
    ['stream', 1],
  ])('gives each of 50 parallel requests its own queries: %s', async (way, perRequest) => {
    const ids = Array.from({ length: 50 }, (_, index) => `o${index}`);

    const answers = await Promise.all(ids.map(async (id) => (await application.request(`/${way}/${id}`)).json()));
    await application.recorder.waitFor(() => spans().length === 50 * perRequest);

    expect(answers.map((answer) => (answer as { id: string }).id)).toEqual(ids);
    const traces = spans().map((span) => span.spanContext().traceId);
    const counts = [...new Set(traces)].map((traceId) => traces.filter((other) => other === traceId).length);
    expect(counts).toEqual(Array(50).fill(perRequest));
  });

  it('describes a query by stable names, without its literals', async () => {
    await application.request('/callback/secret');
    await application.recorder.waitFor(() => spans().length === 2);

    const { hostname, port, pathname } = new URL(mariadb);
    expect(spans().map(({ name, attributes }) => ({ name, attributes }))[1]).toEqual({
      name: 'SELECT orders',
      attributes: {
        'db.system.name': 'mariadb',
        'db.namespace': pathname.slice(1),
        'db.operation.name': 'SELECT',
        'db.collection.name': 'orders',
        'db.query.text': 'SELECT ? AS id FROM orders LIMIT ?',
        'server.address': hostname,
        'server.port': Number(port),
      },
    });
  });

  it('counts errors by their class, and those of an emitter without a callback', async () => {
    await application.request(`/error/${encodeURIComponent('INSERT INTO orders VALUES (1)')}`);
    const message = await new Promise<string>((resolve) => {
      pool.getConnection((_, connection) => {
        connection.query('SELECT * FROM nowhere').on('error', (error) => {
          connection.release();
          resolve(error.message);
        });
      });
    });

    const { operations } = application.recorder;
    expect(message).toContain('nowhere');
    expect(
      operations
        .filter(({ kind }) => kind === 'database.query')
        .map(({ outcome, attributes }) => [outcome, attributes['error.type']]),
    ).toEqual([
      ['error', 'ER_DUP_ENTRY'],
      ['error', 'ER_NO_SUCH_TABLE'],
    ]);
    expect(await application.scrape()).toContain('db_errors_total{operation="INSERT",error_type="23xxx"} 1');
  });

  it('ends queries that time out', async () => {
    await expect(pool.promise().query({ sql: 'SELECT SLEEP(1)', timeout: 50 })).rejects.toMatchObject({
      code: 'PROTOCOL_SEQUENCE_TIMEOUT',
    });

    expect(application.recorder.operations).toMatchObject([{ kind: 'database.query', outcome: 'error' }]);
  });

  it('measures how long a saturated pool makes wait', async () => {
    await Promise.all(Array.from({ length: 6 }, () => pool.promise().query('SELECT SLEEP(0.1)')));
    const page = await application.scrape();

    const { pathname } = new URL(mariadb);
    const read = (name: string) =>
      Number(new RegExp(`${name}\\{pool="${pathname.slice(1)}"\\} (\\S+)`).exec(page)?.[1]);
    expect(read('pool_size')).toBe(3);
    expect(read('pool_connections_idle')).toBe(3);
    expect(read('pool_connections_in_use')).toBe(0);
    expect(read('pool_pending')).toBe(0);
    expect(read('pool_wait_duration_seconds_count')).toBe(6);
    expect(read('pool_wait_duration_seconds_sum')).toBeGreaterThan(0.25);
    expect(read('pool_connections_created_total') + read('pool_connections_reused_total')).toBe(6);
  });

  it('answers byte for byte what the application answers without the module', async () => {
    const failing = ['SELEC', 'SELECT * FROM nowhere'].map((text) => `/error/${encodeURIComponent(text)}`);
    const paths = [...['promise', 'execute', 'callback', 'stream'].map((way) => `/${way}/x`), ...failing];
    const ask = async () => {
      const answers: string[] = [];
      for (const path of paths) answers.push(await (await application.request(path)).text());
      return answers;
    };

    const observed = await ask();
    await stop();
    application = await start(true);

    expect(observed).toEqual(await ask());
  });
});
