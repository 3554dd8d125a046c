import {
  finishedSpan,
  spanIdOf,
  STARTED_AT_MS,
  traceIdOf,
  type SpanSpec,
} from '../../../test/support/recorded-spans.js';
import { collectGarbage } from '../../../test/support/garbage.js';
import { TraceStore, type TraceSelection, type TraceStoreOptions } from './trace-store.js';

const MIB = 2 ** 20;

function storeOf(options: Partial<TraceStoreOptions> = {}): TraceStore {
  return new TraceStore({ maxBytes: 8 * MIB, maxTraces: 100, maxSpansPerTrace: 50, ...options });
}

function addAll(store: TraceStore, specs: readonly SpanSpec[]): TraceStore {
  for (const spec of specs) store.add(finishedSpan(spec));
  return store;
}

/** Traces of one span each. */
function addRoots(store: TraceStore, count: number, spec: (index: number) => SpanSpec, from = 0): void {
  for (let index = from; index < from + count; index++)
    store.add(finishedSpan({ traceId: `${index}`, ...spec(index) }));
}

function idsOf(store: TraceStore, selection: Partial<TraceSelection> = {}): string[] {
  return store.rows({ limit: 1_000, ...selection }).rows.map(({ traceId }) => String(Number(traceId)));
}

describe('A row', () => {
  it('says that its local root was called off, whatever its spans met meanwhile', () => {
    const store = storeOf();
    const attributes = { 'operation.canceled': true };
    addAll(store, [
      { spanId: '2', parentId: '1', name: 'AskService.ask', error: 'aborted' },
      { spanId: '1', name: 'websocket /ask', operationKind: 'websocket.connection', attributes },
    ]);

    expect(store.rows({ limit: 10 }).rows).toEqual([expect.objectContaining({ status: 'canceled', errorCount: 1 })]);
  });

  it('says what the local root says, and counts what is below it', () => {
    const store = storeOf({ logCountOf: () => 3 });
    addAll(store, [
      { spanId: '2', parentId: '1', name: 'OrdersService.find', fromMs: 1, toMs: 4, error: 'not there' },
      {
        spanId: '1',
        name: 'GET /orders/:id',
        operationKind: 'http.server',
        toMs: 5.5,
        error: 'Internal',
        requestId: 'r-1',
        attributes: {
          'http.route': '/orders/:id',
          'http.request.method': 'GET',
          'http.response.status_code': 500,
          'user.id': '42',
        },
      },
    ]);

    expect(store.rows({ limit: 10 }).rows).toEqual([
      {
        traceId: traceIdOf(1),
        sequence: 2,
        startedAtMs: STARTED_AT_MS,
        durationMs: 5.5,
        name: 'GET /orders/:id',
        operation: null,
        kind: 'http.server',
        status: 'error',
        route: '/orders/:id',
        method: 'GET',
        statusCode: '500',
        rootSpanId: spanIdOf(1),
        spanCount: 2,
        droppedSpanCount: 0,
        errorCount: 2,
        logCount: 3,
        errorMessage: 'Internal',
        requestId: 'r-1',
        userId: '42',
        isComplete: true,
        isKept: true,
        isImported: false,
      },
    ]);
  });

  it('is incomplete until the root has ended, and then says how long all took', () => {
    const store = addAll(storeOf(), [
      { spanId: '2', parentId: '1', fromMs: 2, toMs: 3 },
      { spanId: '3', parentId: '1', fromMs: 4, toMs: 9 },
    ]);
    const before = store.rows({ limit: 1 }).rows[0]!;
    addAll(store, [{ spanId: '1', name: 'root', isEntry: true, fromMs: 1, toMs: 10 }]);
    const after = store.rows({ limit: 1 }).rows[0]!;

    expect([before.isComplete, before.startedAtMs - STARTED_AT_MS, before.durationMs]).toEqual([false, 2, 7]);
    expect([after.isComplete, after.startedAtMs - STARTED_AT_MS, after.durationMs, after.name]).toEqual([
      true,
      1,
      9,
      'root',
    ]);
  });

  it('is about the first of several local roots: a process that calls itself has one trace', () => {
    const store = addAll(storeOf(), [
      { spanId: '3', parentId: '2', isEntry: true, name: 'GET /inner', fromMs: 2, toMs: 3 },
      { spanId: '2', parentId: '1', name: 'GET', fromMs: 1, toMs: 4 },
      { spanId: '1', name: 'GET /outer', toMs: 5 },
    ]);

    expect(store.rows({ limit: 10 }).rows.map(({ name, spanCount }) => [name, spanCount])).toEqual([['GET /outer', 3]]);
  });
});

describe('A list', () => {
  it('shows what changed last first, page by page', () => {
    const store = storeOf();
    addRoots(store, 5, () => ({}));
    store.add(finishedSpan({ traceId: '1', spanId: '9', parentId: '8' }));

    const first = store.rows({ limit: 2 });
    const second = store.rows({ limit: 2, beforeSequence: first.rows[1]!.sequence });
    const last = store.rows({ limit: 2, beforeSequence: second.rows[1]!.sequence });

    expect([first, second, last].map(({ rows }) => rows.map(({ traceId }) => Number(traceId)))).toEqual([
      [1, 4],
      [3, 2],
      [0],
    ]);
    expect([first, second, last].map(({ total, hasMore }) => [total, hasMore])).toEqual([
      [5, true],
      [5, true],
      [5, false],
    ]);
  });

  it('keeps to a time, a duration and a predicate; durations outside the range stay in the histogram', () => {
    const store = storeOf();
    addRoots(store, 6, (index) => ({
      fromMs: index * 100,
      toMs: index * 100 + 10 ** (index - 2),
      name: `n${index % 2}`,
    }));

    expect(idsOf(store, { fromMs: STARTED_AT_MS + 200, toMs: STARTED_AT_MS + 400 })).toEqual(['4', '3', '2']);
    expect(idsOf(store, { minMs: 1, maxMs: 100 })).toEqual(['4', '3', '2']);
    expect(idsOf(store, { predicate: ({ name }) => name === 'n1' })).toEqual(['5', '3', '1']);
    const { histogram, total } = store.rows({ limit: 1, minMs: 5, maxMs: 50 });
    expect([total, histogram.reduce((sum, { count }) => sum + count, 0)]).toEqual([1, 6]);
  });
});

describe('What is kept', () => {
  it('has a bound in traces: the oldest leave first', () => {
    const store = storeOf({ maxTraces: 10 });
    addRoots(store, 25, () => ({ name: 'same', toMs: 1 }));

    expect(idsOf(store)).toEqual(['24', '23', '22', '21', '20', '19', '18', '17', '16', '0']);
    expect([store.traceCount, store.spanCount, store.evictedCount]).toEqual([10, 10, 15]);
  });

  it('has a bound in bytes', () => {
    const store = storeOf({ maxBytes: MIB, maxTraces: 100_000 });
    addRoots(store, 5_000, () => ({ attributes: { text: 'x'.repeat(1_000) } }));

    expect(store.usedBytes).toBeLessThanOrEqual(MIB);
    expect(store.usedBytes).toBeGreaterThan(MIB * 0.9);
    expect(store.traceCount + store.evictedCount).toBe(5_000);
  });

  it('has a bound in spans of a trace, and counts the rest', () => {
    const store = storeOf({ maxSpansPerTrace: 20 });
    const leaves = Array.from({ length: 100 }, (_, index) => ({ spanId: `${index + 10}`, parentId: '2' }));
    addAll(store, [...leaves, { spanId: '2', parentId: '1', name: 'loop' }, { spanId: '1', name: 'root', toMs: 2 }]);

    const [row] = store.rows({ limit: 1 }).rows;
    expect([row!.name, row!.spanCount, row!.droppedSpanCount, store.droppedSpanCount]).toEqual(['root', 22, 80, 80]);
    expect(
      store
        .get(traceIdOf(1))!
        .spans.slice(-2)
        .map(({ name }) => name),
    ).toEqual(['loop', 'root']);
  });

  it('has a bound in bytes of a trace: one giant does not push out all others', () => {
    const store = storeOf({ maxBytes: MIB, maxSpansPerTrace: 10_000 });
    addRoots(store, 20, () => ({}));
    const giant = Array.from({ length: 2_000 }, (_, index) => ({
      traceId: '99',
      spanId: `${index + 1}`,
      parentId: 'a',
      attributes: { text: 'x'.repeat(3_000) },
    }));
    addAll(store, giant);

    expect(store.get(traceIdOf(99))!.bytes).toBeLessThanOrEqual(MIB / 8);
    expect([store.traceCount, store.evictedCount]).toEqual([21, 0]);
  });

  it('is cut where a value or a list of attributes is too long, without touching the span that exporters have', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`a${index}`, index]));
    const span = finishedSpan({ attributes: { long: '€'.repeat(5_000), list: ['y'.repeat(5_000), 'z'], ...many } });
    const store = storeOf();
    store.add(span);

    const [kept] = store.get(traceIdOf(1))!.spans;
    const { long, list } = kept!.attributes as { long: string; list: string[] };
    expect([long.length, long.at(-1), list.join('').length]).toEqual([4_096, '…', 2_049]);
    expect([Object.keys(kept!.attributes).length, kept!.droppedAttributesCount]).toEqual([128, 74]);
    expect(span.attributes['long']).toHaveLength(5_000);
  });

  it('is bare where a single span would fill a good part of its trace: when it ran, and how it ended', () => {
    const span = finishedSpan({ name: 'giant', error: 'boom', attributes: { note: 'x' } });
    for (let event = 0; event < 128; event++) span.events.push(giantEvent());
    const store = storeOf({ maxBytes: 2 * MIB });
    store.add(span);

    const [row] = store.rows({ limit: 1 }).rows;
    const [kept] = store.get(traceIdOf(1))!.spans;
    expect([row!.name, row!.errorMessage, row!.spanCount]).toEqual(['giant', 'boom', 1]);
    expect([kept!.attributes, kept!.events, kept!.droppedAttributesCount, kept!.droppedEventsCount]).toEqual([
      {},
      [],
      1,
      128,
    ]);
    expect(store.usedBytes).toBeLessThan(5_000);
  });

  it('stays as it is where it is large, but nothing in it is too long', () => {
    const texts = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}`, 'x'.repeat(1_000)]));
    const span = finishedSpan({ attributes: texts });
    const store = storeOf();
    store.add(span);

    expect(store.get(traceIdOf(1))!.spans[0]).toBe(span);
  });

  it('is about as large as it says', async () => {
    const measured: { readonly counted: number; readonly used: number }[] = [];
    for (let attempt = 0; attempt < 3; attempt++) measured.push(await sizesOfFullStore());

    // What other tests of this worker let go meanwhile makes it look smaller than it is.
    const { counted, used } = measured.toSorted((one, other) => other.used - one.used)[0]!;
    expect(counted / used).toBeGreaterThan(0.7);
    expect(counted / used).toBeLessThan(2);
  });
});

async function sizesOfFullStore(): Promise<{ readonly counted: number; readonly used: number }> {
  const store = storeOf({ maxBytes: 256 * MIB, maxTraces: 100_000 });
  await collectGarbage();
  const before = process.memoryUsage().heapUsed;
  addRoots(store, 20_000, (index) => ({
    name: 'GET /orders/:id',
    attributes: {
      'http.route': '/orders/:id',
      'url.path': `/orders/${index}`,
      'http.response.status_code': 200,
      'user.id': `user-${index}`,
      note: `${index}`.repeat(20),
    },
  }));
  await collectGarbage();
  const used = process.memoryUsage().heapUsed - before;
  expect(store.traceCount).toBe(20_000);
  return { counted: store.usedBytes, used };
}

function giantEvent() {
  return {
    name: 'part',
    time: [1, 0] as [number, number],
    attributes: { part: 'x'.repeat(4_000) },
    droppedAttributesCount: 0,
  };
}

describe('What is kept back', () => {
  it('is the one failure among 5 000 probes', () => {
    const store = storeOf();
    store.add(finishedSpan({ traceId: 'bad', error: 'boom' }));
    addRoots(store, 5_000, () => ({ name: 'GET /probe' }));

    expect(store.get(traceIdOf('bad'))?.summary.errorMessage).toBe('boom');
    expect(store.traceCount).toBe(100);
  });

  it('is the last 100 failures, whatever errors were survived meanwhile', () => {
    const store = storeOf({ maxTraces: 1_000 });
    addRoots(store, 150, () => ({ name: 'POST /orders', error: 'boom' }));
    for (let index = 1_000; index < 7_000; index++)
      addAll(store, [
        { traceId: `${index}`, spanId: '2', parentId: '1', error: 'cache' },
        { traceId: `${index}`, spanId: '1', name: 'GET /orders' },
      ]);

    const failures = idsOf(store, { predicate: ({ status }) => status === 'error' }).map(Number);
    // And the first one, which is as slow as any of its route.
    expect(failures).toEqual([...Array.from({ length: 100 }, (_, index) => 149 - index), 0]);
  });

  it('is the slowest of each route, until there is a slower one', () => {
    const store = storeOf();
    const slow = (route: string, id: string, toMs: number) =>
      store.add(finishedSpan({ traceId: id, name: route, toMs }));
    slow('GET /a', 'a1', 90);
    slow('GET /a', 'a2', 900);
    slow('GET /b', 'b1', 30);
    addRoots(store, 1_000, (index) => ({ name: index % 2 === 0 ? 'GET /a' : 'GET /b' }));

    expect(['a1', 'a2', 'b1'].map((id) => store.get(traceIdOf(id)) !== undefined)).toEqual([false, true, true]);
    expect(store.rows({ limit: 100 }).rows.filter(({ isKept }) => isKept)).toHaveLength(2);
  });

  it('is never more than half, so that what is new finds room', () => {
    const store = storeOf({ maxTraces: 60 });
    addRoots(store, 100, () => ({ error: 'boom' }));
    addRoots(store, 100, (index) => ({ name: 'GET /probe', fromMs: index }), 1_000);

    const ids = idsOf(store).map(Number);
    expect(ids.slice(0, 29)).toEqual(Array.from({ length: 29 }, (_, index) => 1_099 - index));
    expect(ids.slice(29).filter((id) => id < 100)).toHaveLength(30);
    expect(store.traceCount).toBe(60);
  });
});

describe('A reader who comes again', () => {
  it('gets what is new or changed once, in its newest form, the rest as a number', () => {
    const store = storeOf();
    addRoots(store, 4, () => ({}));
    const seen = store.sequence;
    addAll(store, [
      { traceId: '2', spanId: '8', parentId: '1' },
      { traceId: '2', spanId: '9', parentId: '1' },
    ]);
    addRoots(store, 2, () => ({}), 10);

    const { rows, omitted } = store.changedSince(seen, 2);
    expect(rows.map(({ traceId, spanCount }) => [Number(traceId), spanCount])).toEqual([
      [11, 1],
      [10, 1],
    ]);
    expect(omitted).toBe(1);
    expect(store.changedSince(store.sequence, 10)).toEqual({ rows: [], omitted: 0 });
  });

  it('learns what has left, unless it came back', () => {
    const store = storeOf({ maxTraces: 3 });
    addRoots(store, 3, () => ({ name: 'same', fromMs: 0, toMs: 5 }));
    const seen = store.sequence;
    addRoots(store, 2, () => ({ name: 'same' }), 3);
    const left = store.removedSince(seen).map(Number);
    store.add(finishedSpan({ traceId: '1', spanId: '7', parentId: '6', toMs: 2 }));

    expect(left).toEqual([1, 2]);
    expect(store.removedSince(seen).map(Number)).not.toContain(1);
    expect(store.removedSince(store.sequence)).toEqual([]);
  });

  it('learns that all were cleared', () => {
    const store = storeOf();
    addRoots(store, 3, () => ({ error: 'boom' }));
    const seen = store.sequence;

    expect(store.clear()).toBe(3);
    expect([store.traceCount, store.spanCount, store.usedBytes, idsOf(store)]).toEqual([0, 0, 0, []]);
    expect(store.removedSince(seen).map(Number)).toEqual([0, 1, 2]);
  });
});

it('An operation that ends hours later, when its trace has left, makes a new record of what is known', () => {
  const store = storeOf({ maxTraces: 5 });
  store.add(finishedSpan({ traceId: 'cafe', spanId: '2', parentId: '1', name: 'tick' }));
  addRoots(store, 50, () => ({ name: 'GET /probe' }));
  expect(store.get(traceIdOf('cafe'))).toBeUndefined();

  store.add(finishedSpan({ traceId: 'cafe', spanId: '1', name: 'GET /stream', toMs: 3_600_000 }));

  expect(store.rows({ limit: 1 }).rows[0]).toMatchObject({ name: 'GET /stream', spanCount: 1, isComplete: true });
});

it('Traces of the same route know their neighbours in time', () => {
  const store = storeOf();
  addRoots(store, 6, (index) => ({ name: `GET /${index % 2}`, fromMs: index }));

  const { previous, next } = store.neighboursOf(store.get(traceIdOf(2))!);
  expect([previous, next]).toEqual([traceIdOf(0), traceIdOf(4)]);
  expect(store.neighboursOf(store.get(traceIdOf(1))!).previous).toBeNull();
});
