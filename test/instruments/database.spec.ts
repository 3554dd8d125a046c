/** Queries through drivers that the library does not know in a real application: their times, errors, spans and statements. */
import { Controller, Get, Query } from '@nestjs/common';
import { DatabaseInstrument } from 'nestjs-observability/instruments';
import { ManualClock } from 'nestjs-observability/testing';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { samplesOfFamily } from '../support/samples.js';
import '../support/matchers.js';

const clock = new ManualClock();

class DriverError extends Error {
  constructor(readonly code: string) {
    super('refused');
  }
}

/** A driver as applications meet them. */
async function driver(statement: string): Promise<string[]> {
  clock.advance(40);
  if (statement.startsWith('INSERT')) throw new DriverError('23505');
  return ['row'];
}

@Controller('orders')
class OrdersController {
  constructor(private readonly database: DatabaseInstrument) {}

  @Get()
  find(@Query('name') name: string): Promise<string[]> {
    const statement = `SELECT * FROM orders WHERE name = '${name}' AND total > 100`;
    return this.database.query({ system: 'sqlite', statement }, () => driver(statement));
  }
}

const family = /^db_/;
const plugins = [{ name: 'clock', clock }];
let application: RunningApplication;
let database: DatabaseInstrument;

beforeEach(async () => {
  application = await startApplication({ controllers: [OrdersController], observability: { plugins } });
  database = application.app.get(DatabaseInstrument);
});
afterEach(closeApplications);

describe('a query', () => {
  it('is timed by what it does, and counted by its class of error when it fails', async () => {
    await application.request('/orders?name=ada');
    await application.request('/orders?name=grace');
    const statement = "INSERT INTO orders VALUES ('ada')";
    const inserting = database.query({ system: 'sqlite', statement }, () => driver(statement));
    await expect(inserting).rejects.toThrow('refused');
    expect(() => database.query({ system: 'neo4j', operation: 'match' }, () => fail(new TypeError('no')))).toThrow(
      'no',
    );
    const stopping = database.query({ system: 'neo4j', operation: 'match' }, () => Promise.reject(aborted()));
    await expect(stopping).rejects.toThrow('stopped');

    expect(await samplesOfFamily(application, family)).toEqual({
      'db_query_duration_seconds_count{operation="SELECT"}': 2,
      'db_query_duration_seconds_sum{operation="SELECT"}': 0.08,
      'db_query_duration_seconds_count{operation="INSERT"}': 1,
      'db_query_duration_seconds_sum{operation="INSERT"}': 0.04,
      'db_query_duration_seconds_count{operation="match"}': 2,
      'db_query_duration_seconds_sum{operation="match"}': 0,
      'db_errors_total{operation="INSERT",error_type="23xxx"}': 1,
      'db_errors_total{operation="match",error_type="TypeError"}': 1,
    });
  });

  it('is a span below the request, with its statement and without the literals of it', async () => {
    const response = await application.request("/orders?name=ada' OR city = 'x");

    expect(await response.json()).toEqual(['row']);
    const { recorder } = application;
    await recorder.waitFor(() => recorder.spans.some(({ name }) => name === 'OrdersController.find'));
    const query = recorder.spans.find(({ name }) => name === 'SELECT orders')!;
    const handler = recorder.spans.find(({ name }) => name === 'OrdersController.find')!;
    expect(query.parentSpanContext?.spanId).toBe(handler.spanContext().spanId);
    expect(query.attributes).toEqual({
      'db.system.name': 'sqlite',
      'db.operation.name': 'SELECT',
      'db.collection.name': 'orders',
      'db.query.text': 'SELECT * FROM orders WHERE name = ? OR city = ? AND total > ?',
    });
  });

  it('tells on its span what its server called the error', async () => {
    const failing = database.query({ system: 'mysql', operation: 'upsert' }, () =>
      Promise.reject(new DriverError('23505')),
    );
    await expect(failing).rejects.toThrow('refused');

    expect(application.recorder).toHaveSpan('upsert', {
      'db.operation.name': 'upsert',
      'error.type': '23505',
      'db.response.status_code': '23505',
    });
  });

  it('may have a name of its own', () => {
    const statement = 'SELECT 1 FROM health';
    database.query({ system: 'sqlite', statement, name: 'ping' }, () => 1);

    expect(application.recorder).toHaveSpan('ping', { 'db.query.summary': 'ping', 'db.operation.name': 'SELECT' });
  });

  it('of a system whose literals nobody knows is neither read nor shown', () => {
    const statement = 'MATCH (u:User {name: "ada"}) RETURN u';
    database.query({ system: 'neo4j', operation: 'match', statement }, () => []);
    database.query({ system: 'constructor', operation: 'match', statement }, () => []);

    for (const { attributes } of application.recorder.spans) expect(attributes).not.toHaveProperty(['db.query.text']);
    expect(JSON.stringify(application.recorder.spans.map(({ attributes }) => attributes))).not.toContain('ada');
  });

  it('shows no statement where `database.statements` is off', async () => {
    const quiet = await startApplication({ observability: { database: { statements: false } } });
    quiet.app.get(DatabaseInstrument).query({ system: 'sqlite', statement: 'SELECT 1' }, () => 1);

    expect(quiet.recorder.spans.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['SELECT', { 'db.system.name': 'sqlite', 'db.operation.name': 'SELECT' }],
    ]);
  });

  it('is measured under the stable name where these are asked for', async () => {
    const standard = await startApplication({ observability: { conventions: 'otel', plugins } });
    const statement = "INSERT INTO orders VALUES ('ada')";
    const inserting = standard.app
      .get(DatabaseInstrument)
      .query({ system: 'sqlite', statement }, () => driver(statement));
    await expect(inserting).rejects.toThrow('refused');

    const labels = { db_system_name: 'sqlite', db_operation_name: 'INSERT', error_type: '23505' };
    await expect(standard).toHaveSample('db_client_operation_duration_seconds_sum', labels, 0.04);
  });

  it('that does not say what it does is a misuse, and is made all the same', async () => {
    expect(database.query({ system: 'sqlite' }, () => 7)).toBe(7);

    await expect(application).toHaveSample('db_query_duration_seconds_count', { operation: '_OTHER' }, 1);
    const labels = { instrument: 'database', misuse: 'unnamed_query' };
    await expect(application).toHaveSample('observability_instrument_misuses_total', labels, 1);
  });
});

it('shows nothing where nothing is asked', async () => {
  expect(await samplesOfFamily(application, family)).toEqual({});
});

it('works the same where observability is off', async () => {
  const off = await startApplication({ controllers: [OrdersController], observability: { enabled: false } });

  expect(await (await off.request('/orders?name=ada')).json()).toEqual(['row']);
  expect(off.recorder.started).toEqual([]);
});

function fail(error: Error): never {
  throw error;
}

function aborted(): Error {
  return new DOMException('stopped', 'AbortError');
}
