import { ManualClock } from '../testing/manual-clock.js';
import { CaptureStore } from './capture-store.js';
import type { CapturedExchange } from './captured-exchange.js';

const exchange = (id: string, filling = ''): CapturedExchange => ({
  id,
  reason: 'always',
  startedAtMs: 0,
  durationMs: 1,
  route: undefined,
  traceId: filling,
  requestId: undefined,
  error: undefined,
  request: { method: 'GET', url: 'http://h/', httpVersion: '1.1', headers: {}, body: { kind: 'none', bytes: 0 } },
  response: { status: 200, headers: {}, body: { kind: 'none', bytes: 0 } },
});
const ONE_BYTES = JSON.stringify(exchange('a')).length;
const limits = { maxEntries: 3, maxBytes: 1_000_000, maxAgeMs: 1000 };
const ids = (store: CaptureStore): string[] => store.all().map(({ id }) => id);

it('keeps the newest, and tells the newest first', () => {
  const store = new CaptureStore(limits, new ManualClock());

  for (const id of ['a', 'b', 'c', 'd', 'e']) store.add(exchange(id));

  expect(ids(store)).toEqual(['e', 'd', 'c']);
  expect([store.get('d')?.id, store.get('a')]).toEqual(['d', undefined]);
  store.clear();
});

it('keeps no more bytes than it may, and refuses what is larger than all of them', () => {
  const store = new CaptureStore({ ...limits, maxBytes: ONE_BYTES * 2.5 }, new ManualClock());

  const isKept = [exchange('a'), exchange('b'), exchange('c'), exchange('d', 'x'.repeat(ONE_BYTES * 2))].map((one) =>
    store.add(one),
  );

  expect([isKept, ids(store)]).toEqual([
    [true, true, true, false],
    ['c', 'b'],
  ]);
  store.clear();
});

it('forgets what is too old, whether or not somebody looks', () => {
  jest.useFakeTimers();
  const clock = new ManualClock();
  const store = new CaptureStore(limits, clock);
  store.add(exchange('a'));
  clock.advance(600);
  store.add(exchange('b'));

  clock.advance(400);
  expect(ids(store)).toEqual(['b']);

  clock.advance(600);
  jest.advanceTimersByTime(2000);
  expect(jest.getTimerCount()).toBe(0);
  expect(store.clear()).toBe(0);
  jest.useRealTimers();
});

it('counts what it forgets at once', () => {
  const store = new CaptureStore(limits, new ManualClock());
  store.add(exchange('a'));
  store.add(exchange('b'));

  expect([store.clear(), ids(store)]).toEqual([2, []]);
});
