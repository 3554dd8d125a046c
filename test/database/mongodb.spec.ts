/** The MongoDB driver against a stand-in of its server: what is observed is real, what is answered is not. */
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { BSON, MongoClient, type Document } from 'mongodb';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { startMongoStandIn, type MongoStandIn } from '../support/mongodb-stand-in.js';

const CLIENT = Symbol('client');

@Controller()
class OrdersController {
  constructor(@Inject(CLIENT) private readonly client: MongoClient) {}

  @Get('orders/:id')
  async find(@Param('id') id: string): Promise<unknown> {
    const orders = this.client.db().collection('orders');
    return orders.find({ customer: id, total: { $gt: 5 } }).toArray();
  }
}

function answer(command: Document): Document | undefined {
  if ('find' in command) {
    const { customer } = command['filter'] as { customer: string };
    return { cursor: { id: BSON.Long.ZERO, ns: 'shop.orders', firstBatch: [{ customer }] } };
  }
  if ('insert' in command) return { n: 0, writeErrors: [{ index: 0, code: 11_000, errmsg: 'duplicate' }] };
  if ('count' in command) return { ok: 0, code: 13, codeName: 'Unauthorized', errmsg: 'not allowed' };
  return 'distinct' in command ? undefined : {};
}

describe('MongoDB', () => {
  let server: MongoStandIn;
  let client: MongoClient;
  let application: RunningApplication;

  const start = async (isBare = false): Promise<RunningApplication> => {
    client = new MongoClient(server.url, { maxPoolSize: 3, serverSelectionTimeoutMS: 2000 });
    await client.connect();
    return startApplication({
      isBare,
      controllers: [OrdersController],
      providers: [{ provide: CLIENT, useValue: client }],
    });
  };
  const queries = () => application.recorder.operations.filter(({ kind }) => kind === 'database.query');
  const spans = () => application.recorder.spans.filter((span) => 'db.system.name' in span.attributes);

  beforeEach(async () => {
    server = await startMongoStandIn(answer);
    application = await start();
    application.recorder.clear();
  });
  afterEach(async () => {
    await closeApplications();
    await client.close();
    await server.close();
  });

  it('gives each of 50 parallel requests its own command, through a pool of three', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `o${index}`);

    const answers = await Promise.all(ids.map(async (id) => (await application.request(`/orders/${id}`)).json()));
    await application.recorder.waitFor(() => spans().length === 50);

    expect(answers).toEqual(ids.map((customer) => [{ customer }]));
    expect(new Set(spans().map((span) => span.spanContext().traceId)).size).toBe(50);
    const port = Number(new URL(server.url).port);
    expect(spans()[0]).toMatchObject({
      name: 'find orders',
      attributes: {
        'db.system.name': 'mongodb',
        'db.namespace': 'shop',
        'db.operation.name': 'find',
        'db.collection.name': 'orders',
        'db.query.text': '{"find":"?","filter":{"customer":"?","total":{"$gt":"?"}}}',
        'server.address': '127.0.0.1',
        'server.port': port,
      },
    });
    const page = await application.scrape();
    expect(page).toMatch(new RegExp(`pool_size\\{pool="127.0.0.1:${port}"\\} 3\n`));
    expect(page).toMatch(new RegExp(`pool_wait_duration_seconds_count\\{pool="127.0.0.1:${port}"\\} 50\n`));
  });

  it('counts what the server refuses, also where it answers with ok', async () => {
    const orders = client.db().collection('orders');

    await expect(orders.insertOne({ secret: 1 })).rejects.toMatchObject({ code: 11_000 });
    await expect(client.db().command({ count: 'orders' })).rejects.toMatchObject({ code: 13 });

    expect(
      queries().map(({ name, outcome, attributes }) => [name, outcome, attributes['db.response.status_code']]),
    ).toEqual([
      ['insert orders', 'error', '11000'],
      ['count orders', 'error', '13'],
    ]);
    expect(await application.scrape()).toContain('db_errors_total{operation="count",error_type="MongoServerError"} 1');
  });

  it('ends a command whose caller goes away', async () => {
    const abort = new AbortController();
    const waiting = client.db().command({ distinct: 'orders', key: 'a' }, { signal: abort.signal });
    await application.recorder.waitFor(({ started }) => started.includes('database.query distinct orders'));

    abort.abort();
    await expect(waiting).rejects.toThrow('aborted');

    expect(queries().map(({ name, outcome }) => [name, outcome])).toEqual([['distinct orders', 'canceled']]);
  });

  it('answers what the application answers without the module', async () => {
    const observed = await (await application.request('/orders/x')).text();
    await application.close();
    await client.close();
    application = await start(true);

    expect(observed).toBe(await (await application.request('/orders/x')).text());
  });
});
