import type { LogLine } from '../../logging/index.js';
import { LogStore, type LogSelection } from './log-store.js';

const TRACE = 'a'.repeat(32);
const OTHER_TRACE = 'b'.repeat(32);

describe('LogStore', () => {
  let second: number;
  let store: LogStore;

  beforeEach(() => {
    second = 0;
    store = new LogStore({ maxLogs: 5, maxBytes: 100_000 });
  });

  const line = (message: string, more: LogLine = {}): LogLine => ({
    timestamp: new Date(1000 * ++second).toISOString(),
    level: 'INFO',
    target: 'Shop',
    message,
    ...more,
  });
  const take = (message: string, more?: LogLine): void => store.take(JSON.stringify(line(message, more)));
  const messages = (selection: Partial<LogSelection> = {}): string[] =>
    store.rows({ limit: 100, ...selection }).rows.map(({ message }) => message);

  it.each([
    ['its JSON text, with its end', (one: LogLine) => `${JSON.stringify(one)}\n`],
    ['the object that was written', (one: LogLine) => one],
  ])('shows a line that it took as %s', (_, written) => {
    const ids = { trace_id: TRACE, span_id: 'c'.repeat(16), request_id: 'r-1' };
    store.take(written(line('bought', { ...ids, user_id: 'u-1', cart: { items: [1, 2] } })));

    expect(store.rows({ limit: 10 })).toEqual({
      rows: [
        {
          sequence: 1,
          timeMs: 1000,
          level: 'info',
          target: 'Shop',
          message: 'bought',
          traceId: TRACE,
          spanId: 'c'.repeat(16),
          requestId: 'r-1',
          fields: { user_id: 'u-1', cart: { items: [1, 2] } },
          source: null,
        },
      ],
      total: 1,
      hasMore: false,
      countByLevel: { trace: 0, debug: 0, info: 1, warn: 0, error: 0, fatal: 0 },
    });
  });

  it('keeps the newest, and says how many had to make room', () => {
    for (const message of ['1', '2', '3', '4', '5', '6', '7']) take(message);

    expect(messages()).toEqual(['7', '6', '5', '4', '3']);
    expect([store.sequence, store.size, store.evicted]).toEqual([7, 5, 2]);
  });

  it('stays within its bytes, whatever lines look like', () => {
    store = new LogStore({ maxLogs: 100_000, maxBytes: 20_000 });
    for (let count = 0; count < 1000; count++) {
      take('x'.repeat(count % 300));
      store.take(line('object', { cart: { note: 'y'.repeat(count % 500) } }));
    }

    expect(store.usedBytes).toBeLessThanOrEqual(20_000);
    expect(store.usedBytes).toBeGreaterThan(15_000);
    expect(store.size + store.evicted).toBe(2000);
  });

  it('counts every level of what fits, and lists those from the lowest asked for', () => {
    take('asked', { level: 'DEBUG' });
    take('answered');
    take('slow', { level: 'WARN' });
    take('other', { level: 'WARN', target: 'Other' });
    take('own', { level: 'NOTICE' });

    const { rows, total, countByLevel } = store.rows({
      limit: 10,
      level: 'info',
      fits: ({ target }) => target === 'Shop',
    });

    expect(rows.map(({ message, level, fields }) => [message, level, fields])).toEqual([
      ['own', 'info', { level: 'NOTICE' }],
      ['slow', 'warn', {}],
      ['answered', 'info', {}],
    ]);
    expect(total).toBe(3);
    expect(countByLevel).toEqual({ trace: 0, debug: 1, info: 2, warn: 1, error: 0, fatal: 0 });
  });

  it('narrows by trace and time, and pages backwards', () => {
    take('1', { trace_id: TRACE });
    take('2', { trace_id: OTHER_TRACE });
    take('3', { trace_id: TRACE });
    take('4');

    expect(messages({ traceId: TRACE })).toEqual(['3', '1']);
    expect(messages({ fromMs: 2000, toMs: 3000 })).toEqual(['3', '2']);
    expect(messages({ limit: 2 })).toEqual(['4', '3']);
    expect(store.rows({ limit: 2, beforeSequence: 3 })).toMatchObject({ total: 4, hasMore: false });
    expect(store.rows({ limit: 1, beforeSequence: 3 })).toMatchObject({ total: 4, hasMore: true });
    expect(messages({ limit: 2, beforeSequence: 3 })).toEqual(['2', '1']);
  });

  it('gives what came since a line: the newest of it, and how much more there was', () => {
    for (const message of ['1', '2', '3']) take(message);
    const since = (sequence: number, limit: number) => {
      const { rows, omitted } = store.since(sequence, limit);
      return [rows.map(({ message }) => message), omitted];
    };

    expect(since(0, 10)).toEqual([['1', '2', '3'], 0]);
    expect(since(1, 10)).toEqual([['2', '3'], 0]);
    expect(since(3, 10)).toEqual([[], 0]);
    expect(since(0, 2)).toEqual([['2', '3'], 1]);
    for (const message of ['4', '5', '6', '7']) take(message);
    expect(since(0, 10)).toEqual([['3', '4', '5', '6', '7'], 2]);
  });

  it('knows the lines of a trace, also when some of them have made room', () => {
    for (const message of ['1', '2', '3', '4']) take(message, { trace_id: TRACE });
    expect(store.countByTrace(TRACE)).toBe(4);

    take('5', { trace_id: OTHER_TRACE });
    take('6');
    take('7');

    expect(store.byTrace(TRACE).map(({ message }) => message)).toEqual(['3', '4']);
    expect([TRACE, OTHER_TRACE, 'unknown'].map((traceId) => store.countByTrace(traceId))).toEqual([2, 1, 0]);
  });

  it('forgets everything when it is cleared, and counts on', () => {
    take('1', { trace_id: TRACE });
    store.countByTrace(TRACE);
    store.clear();
    take('2');

    expect([store.countByTrace(TRACE), store.sequence, messages()]).toEqual([0, 2, ['2']]);
  });

  it('cuts long texts wherever they stand', () => {
    const long = 'x'.repeat(5000);
    const cut = `${'x'.repeat(4096)}… [904 more characters]`;
    take(long, { a: long, b: [{ c: long }] });

    const [row] = store.rows({ limit: 1 }).rows;

    expect([row!.message, row!.fields]).toEqual([cut, { a: cut, b: [{ c: cut }] }]);
  });

  it('knows where a line was written, or where its error came from', () => {
    const stack =
      'Error: no\n    at node:internal/x:1:1\n    at Shop.buy (/app/src/shop.ts:7:3)\n    at /app/main.ts:1:1';
    take('called', { file: 'src/shop.ts', line: 12 });
    take('failed', { err: { type: 'Error', message: 'no', stack } });
    take('neither', { err: 'text' });

    const places = store.rows({ limit: 10 }).rows.map(({ source }) => source);

    expect(places).toEqual([
      null,
      { file: '/app/src/shop.ts', line: 7, column: 3 },
      { file: `${process.cwd()}/src/shop.ts`, line: 12, column: 1 },
    ]);
  });
});
