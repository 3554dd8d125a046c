import type { Operation } from '../../kernel/index.js';
import { Redactor } from '../../security/index.js';
import { redactionConfig } from '../../../test/support/redaction-config.js';
import { ErrorGroups } from './error-groups.js';

const START_MS = 1_800_000_000_000;
const redactor = new Redactor(redactionConfig);

describe('ErrorGroups', () => {
  let groups: ErrorGroups;
  let nowMs: number;

  beforeEach(() => {
    groups = new ErrorGroups({ maxBytes: 1_000_000, redactor });
    nowMs = START_MS;
  });

  const take = (error: unknown, name?: string): void =>
    groups.take({ error, operation: name === undefined ? undefined : operation(name), timeMs: nowMs++ });

  it('puts together what is the same fault, and apart what is not', () => {
    for (const id of [1, 2, 3]) take(fault(`Order ${id} is gone`), 'GET /orders/:id');
    take(fault('Order 4 is gone'), 'GET /carts/:id');
    take(new RangeError('too many'));

    expect(groups.groups().map(({ type, count, routes }) => [type, count, [...routes]])).toEqual([
      ['RangeError', 1, []],
      [
        'TypeError',
        4,
        [
          ['GET /orders/:id', 3],
          ['GET /carts/:id', 1],
        ],
      ],
    ]);
  });

  it('keeps what it takes to find one again: samples, the first stack, and when', () => {
    take(fault('Order 1 is gone'), 'GET /orders/:id');
    take(fault('Order 2 is gone'));

    const [group] = groups.groups();

    expect(group).toMatchObject({ count: 2, firstSeenMs: START_MS });
    expect(group!.samples).toEqual([
      {
        timeMs: START_MS,
        operation: 'GET /orders/:id',
        message: 'Order 1 is gone',
        traceId: 'a'.repeat(32),
        requestId: 'r-1',
      },
      { timeMs: START_MS + 1, operation: '', message: 'Order 2 is gone', traceId: null, requestId: null },
    ]);
    expect(group!.stack[0]).toEqual({
      text: expect.stringMatching(/^fault \(.*error-groups\.spec\.ts:\d+:\d+\)$/),
      place: { file: __filename, line: expect.any(Number), column: expect.any(Number) },
      isInApp: true,
    });
    expect(group!.perMinute.list(nowMs).at(-1)).toBe(2);
    expect(groups.find(group!.fingerprint)).toBe(group);
  });

  it('shows what caused it below, for three causes at most', () => {
    let error = new Error('cause 5');
    for (const depth of [4, 3, 2, 1]) error = new Error(`cause ${depth}`, { cause: error });
    take(error);

    const heads = groups.groups()[0]!.stack.filter(({ text }) => text.startsWith('Caused by'));

    expect(heads).toEqual(
      [2, 3, 4].map((depth) => ({ text: `Caused by Error: cause ${depth}`, place: null, isInApp: false })),
    );
  });

  it('hides secrets when it takes them', () => {
    const error = fault('password=hunter2 was refused');
    error.stack = `TypeError: password=hunter2 was refused\n    at load (/app/token=hunter2/main.js:1:2)`;
    take(new Error('wrapped', { cause: error }));
    take(error);

    expect(JSON.stringify(groups.groups())).not.toContain('hunter2');
  });

  it('takes whatever is thrown', () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('no');
        },
      },
    );
    for (const thrown of ['text', null, undefined, 7, { code: 'E' }, Object.create(null), hostile]) take(thrown);

    expect(groups.size).toBe(7);
  });

  it('stays within its bytes under ever new faults, and forgets those that were seen longest ago, counted', () => {
    groups = new ErrorGroups({ maxBytes: 100_000, redactor });
    take(new RangeError('seen again and again'));
    for (let count = 0; count < 2000; count++) {
      take(Object.assign(new Error(`${words(count)} ${'x'.repeat(500)}`), { stack: undefined }));
      if (count % 10 === 0) take(new RangeError('seen again and again'));
    }

    expect(groups.usedBytes).toBeLessThanOrEqual(100_000);
    expect(groups.usedBytes).toBeGreaterThan(80_000);
    expect(groups.size + groups.evicted).toBe(2001);
    expect(groups.groups().find(({ type }) => type === 'RangeError')).toMatchObject({ count: 201 });
  });

  it('keeps the newest twenty samples, and rises with each failure', () => {
    for (let id = 0; id < 30; id++) take(fault(`Order ${id} is gone`));

    const [{ samples, count }] = groups.groups() as [ReturnType<ErrorGroups['groups']>[number]];

    expect([count, samples.length, samples[0]!.message, groups.version]).toEqual([30, 20, 'Order 10 is gone', 30]);
    groups.clear();
    expect([groups.size, groups.usedBytes, groups.version]).toEqual([0, 0, 31]);
  });
});

function fault(message: string): Error {
  return new TypeError(message);
}

function operation(name: string): Operation {
  return {
    name,
    scope: { requestId: 'r-1' },
    span: { spanContext: () => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }) },
  } as unknown as Operation;
}

/** Other words for every number: digits would be taken for a changing part. */
function words(count: number): string {
  return [...String(count)].map((digit) => 'abcdefghij'[Number(digit)]).join('');
}
