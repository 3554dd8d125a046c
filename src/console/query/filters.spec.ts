import type { LogRow } from '../shapes/index.js';
import { compileLogQuery, compileTraceQuery, parse, type SpanFacts, type TraceFacts } from './index.js';

const trace: TraceFacts = {
  traceId: 'abc1',
  name: 'GET /orders/:id',
  kind: 'http.server',
  status: 'error',
  statusCode: '503',
  route: '/orders/:id',
  method: 'GET',
  durationMs: 250,
  spanCount: 3,
  errorCount: 1,
  errorMessage: 'Connection refused by db-1',
  requestId: 'r-7',
  userId: '42',
};

const spans: readonly SpanFacts[] = [
  {
    name: 'GET /orders/:id',
    operationKind: 'http.server',
    attributes: { 'user.id': '42', 'http.response.status_code': 503 },
  },
  {
    name: 'select',
    operationKind: 'database.query',
    attributes: { 'db.query.text': 'SELECT * FROM orders', rows: 12 },
  },
  { name: 'notify', attributes: { tags: ['Gold', 'new'], isFirst: true } },
];

function fits(query: string): boolean {
  const filter = compileTraceQuery(parse(query));
  expect(filter.problems).toEqual([]);
  return filter.fits(trace, spans);
}

describe('A trace fits', () => {
  it.each([
    '',
    'status:error',
    'status:503',
    'status:5xx',
    'status>=500',
    'kind:http.server',
    'kind:http',
    '-kind:cron',
    'route:/orders/:id',
    'route:/orders/*',
    'route:*:id',
    'route:*ord*id',
    'method:get',
    'method=GET',
    'dur>200ms',
    'dur>=0.25s',
    'dur<1s',
    'dur<1m',
    'dur>249999us',
    'duration<=250',
    'spans>2',
    'errors=1',
    'error:refused',
    'trace:ABC1',
    'request:r-7',
    'user:42',
    'user.id:42',
    'user.id!=43',
    'nothing.there!=1',
    'http.response.status_code>=500',
    'rows:12',
    'rows>11.5',
    'tags:gold',
    'tags=Gold',
    'isFirst:true',
    'span:select',
    'span.kind:db',
    'refused',
    '"FROM orders"',
    '-"from customers"',
    'gold new status:error',
    '!status:ok',
    '!nonsense',
  ])('%s', (query) => {
    expect(fits(query)).toBe(true);
  });

  it.each([
    'status:ok',
    '-status:error',
    'status!=error',
    'status:4xx',
    'kind:rpc',
    'kind:cron',
    'route:/orders',
    'route:*ord*ord*',
    'route=/ORDERS/:id',
    'dur>250',
    'spans<3',
    'user.id:4',
    'user.id!=42',
    'nothing.there:*',
    'tags=gold',
    'rows>12',
    'tags>1',
    'span:insert',
    'unheard',
    'status:error unheard',
    '-refused',
  ])('not: %s', (query) => {
    expect(fits(query)).toBe(false);
  });

  it('that has not failed is ok, also where nobody said so', () => {
    const { fits: isOk } = compileTraceQuery(parse('status:ok'));

    expect([isOk({ ...trace, status: 'unset' }, []), isOk({ ...trace, status: 'ok' }, [])]).toEqual([true, true]);
  });

  it('that was called off is neither ok nor failed', () => {
    const canceled = { ...trace, status: 'canceled' as const };
    const words = ['canceled', 'ok', 'error', 'unset'];

    const fitting = words.filter((word) => compileTraceQuery(parse(`status:${word}`)).fits(canceled, []));

    expect(fitting).toEqual(['canceled']);
  });
});

it('What a value cannot be is a problem, and the rest of the query counts', () => {
  const { fits: isFitting, problems } = compileTraceQuery(
    parse('dur>fast dur>3h dur>1constructor rows>many dur:slow user:42 broken:'),
  );

  expect(problems).toEqual([
    { text: 'broken:', fact: 'There is no value after broken:' },
    { text: 'dur>fast', fact: 'fast is no number.' },
    { text: 'dur>3h', fact: 'Units are us, ms, s and m; h is none.' },
    { text: 'dur>1constructor', fact: 'Units are us, ms, s and m; constructor is none.' },
    { text: 'rows>many', fact: 'many is no number.' },
    { text: 'dur:slow', fact: 'slow is no number.' },
  ]);
  expect([isFitting(trace, spans), isFitting({ ...trace, userId: '43' }, spans)]).toEqual([true, false]);
});

it('Names of every object, such as constructor, are no fields', () => {
  expect([fits('constructor:x'), fits('toString:*'), fits('__proto__:*')]).toEqual([false, false, false]);
});

it('A pattern takes no way back, however many stars it has', () => {
  const { fits: isFitting } = compileTraceQuery(parse(`name:${'*a'.repeat(400)}*b`));
  const startedAtMs = performance.now();

  expect(isFitting({ ...trace, name: 'a'.repeat(4_096) }, [])).toBe(false);
  expect(performance.now() - startedAtMs).toBeLessThan(1_000);
});

describe('A line of the log', () => {
  const row: LogRow = {
    sequence: 1,
    timeMs: 0,
    level: 'warn',
    target: 'OrdersService',
    message: 'Order 7 is late',
    traceId: 'abc1',
    spanId: null,
    requestId: 'r-7',
    fields: { order: { id: 7, tags: ['gold'] }, 'a.b': 'flat', user_id: '42' },
    source: null,
  };

  it.each([
    ['level:warn', true],
    ['level>=info', true],
    ['level>warn', false],
    ['target:orders*', true],
    ['message:late', true],
    ['late', true],
    ['order.id:7', true],
    ['order.id>6', true],
    ['order.tags:gold', true],
    ['a.b:flat', true],
    ['a.c:flat', false],
    ['user_id!=42', false],
    ['gold', true],
    ['trace:abc1', true],
    ['span:*', false],
  ])('%s: %p', (query, isFitting) => {
    expect(compileLogQuery(parse(query)).fits(row)).toBe(isFitting);
  });

  it('has levels of a closed set', () => {
    expect(compileLogQuery(parse('level>=loud')).problems).toEqual([
      { text: 'level>=loud', fact: 'Levels are trace, debug, info, warn, error, fatal.' },
    ]);
  });
});
