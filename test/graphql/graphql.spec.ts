import { SpanStatusCode } from '@opentelemetry/api';
import { closeApplications } from '../support/application.js';
import '../support/matchers.js';
import { startShop } from './shop.js';

afterEach(closeApplications);

describe('A GraphQL operation', () => {
  it('is named by type and root field, and is part of its request', async () => {
    const shop = await startShop();

    const answer = await shop.post({ query: 'query Mine { orders { id title note } }', operationName: 'Mine' });
    await shop.requestsEnded(1);

    expect(await answer.json()).toMatchObject({ data: { orders: [{ id: 0, note: 'note 0' }, { id: 1 }] } });
    expect(shop.operations()).toMatchObject([
      {
        name: 'query orders',
        outcome: 'ok',
        labels: ['query', 'orders', 'ok'],
        attributes: {
          'graphql.operation.type': 'query',
          'graphql.operation.name': 'Mine',
          'graphql.document': 'query Mine { orders { id title note } }',
        },
      },
    ]);
    const [inside, around] = [shop.spanOf('query orders'), shop.spanOf('POST /graphql')];
    expect(inside.parentSpanContext!.spanId).toBe(around.spanContext().spanId);
    const request = shop.recorder.operations.find(({ kind }) => kind === 'http.server')!;
    expect(request.labels).toEqual(['POST', '/graphql', '200']);
    expect(shop.operations()[0]!.scope.requestId).toBe(request.scope.requestId);
    expect(shop.recorder).toHaveLogged({ message: 'listed', span_id: inside.spanContext().spanId });
  });

  it('has all its resolvers inside, those of list items too', async () => {
    const shop = await startShop();

    await shop.post({ query: '{ orders { note } }' });

    expect(shop.desk.seen).toEqual(['orders in query orders', 'note in query orders', 'note in query orders']);
  });

  it('is one sample, however long its list', async () => {
    const shop = await startShop();

    await shop.post({ query: '{ orders(count: 100) { id title note } }' });

    const labels = { type: 'query', field: 'orders' };
    await expect(shop).toHaveSample('graphql_operations_total', { ...labels, outcome: 'ok' }, 1);
    await expect(shop).toHaveSample('graphql_operation_duration_seconds_count', labels, 1);
  });

  it('tells its document without the values', async () => {
    const shop = await startShop();

    await shop.post({ query: '{ order(title: "secret 42") { id } } # secret' });

    expect(shop.operations()[0]!.attributes['graphql.document']).toBe('{ order(title: ?) { id } } ');
  });

  it.each([
    ['{ a: order(title: "x") { id } b: order(title: "y") { id } }', 'query order'],
    ['{ orders { id } order(title: "x") { id } }', 'query _MULTIPLE'],
    ['query { ...Root } fragment Root on Query { __typename orders { id } }', 'query _MULTIPLE'],
    ['query { ... on Query { orders { id } } }', 'query orders'],
    ['mutation { place(title: "x") { id } }', 'mutation place'],
    ['{ __typename }', 'query __typename'],
  ])('%s is %s', async (query, name) => {
    const shop = await startShop();

    await shop.post({ query });

    expect(shop.operations().map((operation) => [operation.name, operation.outcome])).toEqual([[name, 'ok']]);
  });

  it.each([['{ orders { id '], ['{ nonsense17 }'], ['query A { orders { id } } query B { orders { id } }']])(
    '%s is refused under one label, and no failed span',
    async (query) => {
      const shop = await startShop();

      await shop.post({ query });

      expect(shop.operations()).toMatchObject([{ name: 'graphql', labels: ['_INVALID', '_INVALID', 'error'] }]);
      expect(shop.spanOf('graphql').status.code).toBe(SpanStatusCode.UNSET);
      expect(await shop.scrape()).not.toContain('nonsense17');
    },
  );

  it('with errors in a 200 answer is an error', async () => {
    const shop = await startShop();

    const answer = await shop.post({ query: '{ broken }' });

    expect(answer.status).toBe(200);
    expect(shop.operations()).toMatchObject([{ outcome: 'error', error: new RangeError('no such shelf') }]);
    await expect(shop).toHaveSample(
      'graphql_operations_total',
      { type: 'query', field: 'broken', outcome: 'error' },
      1,
    );
    expect(shop.spanOf('query broken').status.code).toBe(SpanStatusCode.ERROR);
    expect(shop.spanOf('query broken').attributes['error.type']).toBe('RangeError');
  });

  it.each(['forbidden', 'guarded'])(
    'refused by the application (%s) is an error, and no failed span',
    async (field) => {
      const shop = await startShop();

      await shop.post({ query: `{ ${field} }` });

      expect(shop.operations()).toMatchObject([{ outcome: 'error', labels: ['query', field, 'error'] }]);
      expect(shop.spanOf(`query ${field}`).status.code).toBe(SpanStatusCode.UNSET);
    },
  );

  it('is one of several in a batch', async () => {
    const shop = await startShop({ graphql: { allowBatchedHttpRequests: true } });

    const answer = await shop.post([{ query: '{ orders { note } }' }, { query: '{ broken }' }]);

    expect(await answer.json()).toMatchObject([{ data: {} }, { errors: [{}] }]);
    expect(
      shop
        .operations()
        .map(({ name, outcome }) => [name, outcome])
        .toSorted(),
    ).toEqual([
      ['query broken', 'error'],
      ['query orders', 'ok'],
    ]);
    expect(shop.desk.seen).toEqual(['orders in query orders', 'note in query orders', 'note in query orders']);
  });

  it('that other plugins break has an end too', async () => {
    const plugin = { requestDidStart: () => Promise.reject(new Error('broken plugin')) };
    const shop = await startShop({ graphql: { plugins: [plugin] } });

    await shop.post({ query: '{ orders { id } }' });

    expect(shop.operations()).toMatchObject([{ outcome: 'error', error: new Error('broken plugin') }]);
  });

  it('is not observed in ignored requests, nor when switched off', async () => {
    const ignored = await startShop({ observability: { http: { ignore: ['/graphql'] } } });
    const off = await startShop({ observability: { graphql: { enabled: false } } });

    await ignored.post({ query: '{ orders { id } }' });
    await off.post({ query: '{ orders { id } }' });

    expect([ignored.operations(), off.operations()]).toEqual([[], []]);
  });

  it('without HTTP’s own operation continues the caller’s trace', async () => {
    const shop = await startShop({ observability: { http: { enabled: false } } });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    await shop.request('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent, 'x-correlation-id': 'c-1' },
      body: JSON.stringify({ query: '{ orders { id } }' }),
    });

    expect(shop.spanOf('query orders').spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(shop.operations()[0]!.scope.correlationId).toBe('c-1');
  });
});

describe('With and without the module', () => {
  const documents = [
    { query: '{ orders(count: 3) { id title note } }' },
    { query: 'query A { orders { id } } query B { broken }', operationName: 'B' },
    { query: '{ orders { id } broken forbidden guarded }' },
    { query: '{ orders { id ' },
    { query: '{ nonsense17 }' },
    { query: 'query ($title: String!) { order(title: $title) { title } }', variables: { title: 7 } },
    { query: 'mutation { place(title: "x") { id title } }' },
    {},
    [{ query: '{ order(title: "a") { id } }' }, { query: '{ broken }' }],
  ];
  const graphql = { allowBatchedHttpRequests: true };

  it('answers are byte for byte the same', async () => {
    const exchanges = async (isBare: boolean) => {
      const shop = await startShop({ isBare, graphql });
      const answers = [];
      for (const document of documents) {
        const answer = await shop.post(document);
        answers.push([answer.status, answer.headers.get('content-type'), await answer.text()]);
      }
      const refused = await shop.request('/graphql?query={__typename}');
      answers.push([refused.status, await refused.text()]);
      await shop.close();
      return answers;
    };

    expect(await exchanges(false)).toEqual(await exchanges(true));
  });
});

describe('Two endpoints in one application', () => {
  it('have operations of one kind, and requests of their own', async () => {
    const shop = await startShop({ second: { path: '/backstage' } });

    await shop.post({ query: '{ orders { id } }' });
    await shop.request('/backstage', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ orders { note } }' }),
    });
    await shop.requestsEnded(2);

    expect(shop.operations().map(({ name }) => name)).toEqual(['query orders', 'query orders']);
    const requests = shop.recorder.operations.filter(({ kind }) => kind === 'http.server');
    expect(requests.map(({ name }) => name)).toEqual(['POST /graphql', 'POST /backstage']);
  });
});

describe('Two applications in one process', () => {
  it('see their own operations only', async () => {
    const [first, second] = [await startShop(), await startShop()];

    await first.post({ query: '{ orders { id } }' });
    await second.post({ query: '{ broken }' });

    expect(first.operations().map(({ name }) => name)).toEqual(['query orders']);
    expect(second.operations().map(({ name }) => name)).toEqual(['query broken']);
  });
});
