import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { fingerprintOf } from './error-fingerprint.js';

class OrderError extends Error {}

function errorWith(message: string, ...frames: string[]): Error {
  const error = new OrderError(message);
  error.stack = [`Error: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

const HERE = 'OrdersService.find (/app/dist/orders.service.js:10:5)';

describe('fingerprintOf', () => {
  it('is sixteen hex characters', () => {
    expect(fingerprintOf(new Error('no stock'))).toMatch(/^[\da-f]{16}$/);
  });

  it.each([
    ['numbers', 'order 17 costs 3.50', 'order 4711 costs 12.99'],
    ['uuids', 'no 0b9d7a1e-1c2b-4d3e-8f00-aabbccddeeff', 'no 11111111-2222-4333-8444-555555555555'],
    ['hex', 'commit deadbeef01 at 0x7f', 'commit 0123456789abcdef at 0xff'],
    ['quoted text', `cannot read "a" of 'x'`, `cannot read "bc" of 'yz'`],
    ['urls', 'no answer from https://a.example/x?y=1', 'no answer from http://b.example:8080'],
    ['e-mail addresses', 'ann@example.org is locked', 'bob.b+1@mail.example.com is locked'],
    ['paths', 'cannot open /app/data/a.json', 'cannot open C:\\data\\other\\b.json'],
    ['ids', 'customer cus_1a2b3c is gone', 'customer cus_9zz8y77x6 is gone'],
    ['long ids', 'token abcdefghijklmno1 is gone', 'token zyxwvutsrqponmlk2 is gone'],
  ])('ignores %s in the message', (_part, one, other) => {
    expect(fingerprintOf(errorWith(one, HERE))).toBe(fingerprintOf(errorWith(other, HERE)));
  });

  it.each([
    ['directories', 'OrdersService.find (/srv/b/orders.service.js:10:5)'],
    ['lines and columns', 'OrdersService.find (/app/dist/orders.service.js:99:1)'],
    ['source maps', 'OrdersService.find (/app/src/orders.service.ts:20:3)'],
    ['Windows paths', 'OrdersService.find (C:\\app\\orders.service.js:10:5)'],
    ['file URLs', 'async OrdersService.find (file:///app/orders.service.mjs?v=2:10:5)'],
  ])('ignores %s in the frames', (_part, frame) => {
    expect(fingerprintOf(errorWith('no stock', frame))).toBe(fingerprintOf(errorWith('no stock', HERE)));
  });

  it('looks at the top three frames of the application only', () => {
    const own = ['a (/app/a.js:1:1)', 'b (/app/b.js:1:1)', 'c (/app/c.js:1:1)'];
    const foreign = ['x (/app/node_modules/x/index.js:1:1)', 'node:internal/timers:5:1', 'new Promise (<anonymous>)'];

    const plain = fingerprintOf(errorWith('no stock', ...own));
    const mixed = fingerprintOf(errorWith('no stock', ...foreign, ...own, 'd (/app/d.js:1:1)'));

    expect(mixed).toBe(plain);
  });

  it('tells classes, messages and places apart', () => {
    const faults = [
      errorWith('no stock', HERE),
      errorWith('no money', HERE),
      errorWith('no stock', 'PaymentService.pay (/app/payment.service.js:1:1)'),
      new TypeError('no stock'),
    ];

    expect(new Set(faults.map(fingerprintOf)).size).toBe(4);
  });

  it('has no use for the names a bundler gives', () => {
    class a extends OrderError {}
    class b extends OrderError {}
    const builds = [
      { type: a, frame: 'c.d (/app/main.3f9a2c1b.js:1:90210)' },
      { type: b, frame: 'e.f (/app/main-0b77aa10.js:1:31337)' },
    ];

    const [first, second] = builds.map(({ type, frame }) =>
      fingerprintOf(Object.assign(new type('no stock'), { stack: `Error: no stock\n    at ${frame}` })),
    );

    expect(first).toBe(second);
  });

  it('tells wrappers apart by what they carry, along the chain', () => {
    const wrapped = (cause: unknown) => Object.assign(errorWith('order failed', HERE), { cause });
    const [stock, money] = [new Error('no stock for 17'), new Error('no money')];

    const faults = [errorWith('order failed', HERE), wrapped(stock), wrapped(money), wrapped(wrapped(stock))];

    expect(new Set(faults.map(fingerprintOf)).size).toBe(4);
    expect(fingerprintOf(wrapped(new Error('no stock for 18')))).toBe(fingerprintOf(wrapped(stock)));
  });

  it('survives a chain that bites its tail', () => {
    const error = errorWith('order failed', HERE) as Error & { cause?: unknown };
    error.cause = error;

    expect(fingerprintOf(error)).toMatch(/^[\da-f]{16}$/);
  });

  it('takes the members of an AggregateError as a set', () => {
    const all = (...messages: string[]) => {
      const error = new AggregateError(
        messages.map((message) => new Error(message)),
        'all failed',
      );
      return fingerprintOf(Object.assign(error, { stack: undefined }));
    };

    expect(all('no stock', 'no money', 'no stock')).toBe(all('no money', 'no stock'));
    expect(all('no stock')).not.toBe(all('no money'));
  });

  it('knows the class of an error of another realm', () => {
    const foreign = runInNewContext("Object.assign(new TypeError('no stock'), { stack: '' })") as Error;
    const own = Object.assign(new TypeError('no stock'), { stack: '' });

    expect(fingerprintOf(foreign)).toBe(fingerprintOf(own));
  });

  it('stays what it was when the error is told again', () => {
    const error = errorWith('no stock', HERE);
    const first = fingerprintOf(error);

    error.message = 'changed on the way';

    expect(fingerprintOf(error)).toBe(first);
  });

  it('is not led astray by a message that looks like a frame', () => {
    const forged = errorWith('bad\n    at evil (/app/evil17.js:1:1)', HERE);
    const other = errorWith('bad\n    at evil (/app/evil18.js:1:1)', HERE);

    expect(fingerprintOf(forged)).toBe(fingerprintOf(other));
  });

  it.each([
    [undefined],
    [null],
    [42],
    ['text'],
    [Symbol('s')],
    [{ code: 1 }],
    [() => undefined],
    [Object.create(null)],
  ])('works on %p', (thrown) => {
    expect(fingerprintOf(thrown)).toMatch(/^[\da-f]{16}$/);
  });

  it('survives an error that cannot be read', () => {
    const hostile = new Proxy(new Error('x'), {
      get: () => {
        throw new Error('no');
      },
    });

    expect(fingerprintOf(hostile)).toBe('0000000000000000');
  });

  it('is quick on a huge message and stack', () => {
    const error = errorWith(`${'a'.repeat(1_000_000)}1`, ...Array.from({ length: 10_000 }, () => 'x'.repeat(500)));
    const startedAt = performance.now();

    fingerprintOf(error);

    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

describe('what a fingerprint is made of', () => {
  const hashOf = (...parts: readonly string[]): string =>
    createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
  const bare = <T extends object>(error: T): T => Object.assign(error, { stack: '' });
  const withName = (type: string, name: unknown): Error =>
    bare(Object.assign(new { [type]: class extends Error {} }[type]!('no stock'), { name }));
  const chain = (length: number): Error =>
    bare(Object.assign(new Error(`fault ${'abcdef'[length]}`), { cause: length === 0 ? null : chain(length - 1) }));

  it.each<[string, unknown, readonly string[]]>([
    ['text', 'no stock', ['_OTHER', 'string no stock']],
    ['nothing', undefined, ['_OTHER', 'undefined undefined']],
    ['null', null, ['_OTHER', 'object null']],
    ['an object without a message', { code: 1, area: 2, message: 3 }, ['_OTHER', 'area code message']],
    ['a plain object with one', { message: 'no stock' }, ['_OTHER', 'no stock']],
  ])('is its kind and text: %s', (_what, thrown, parts) => {
    expect(fingerprintOf(thrown)).toBe(hashOf(...parts));
  });

  it.each<[string, unknown, string]>([
    ['Abc', 'Error', 'Abc'],
    ['Ab', 'CheckoutError', 'CheckoutError'],
    ['Ab', 'xyz', 'xyz'],
    ['Ab', 'xy', '_OTHER'],
    ['Ab', ['a', 'b', 'c'], '_OTHER'],
  ])('is the class %s by the name %j as %s', (type, name, shown) => {
    expect(fingerprintOf(withName(type, name))).toBe(hashOf(shown, 'no stock'));
  });

  it.each([
    ['OrdersService.find (/app/dist/orders.service.js:10:5)', 'OrdersService.find orders.service'],
    ['new OrdersService (/app/orders.tsx:10:5)', 'OrdersService orders'],
    ['ab.find (C:\\app\\orders.mjs:10:5)', 'find orders'],
    ['abc.find (/app/orders.js-view.ts:1:1)', 'abc.find orders.js-view'],
    ['find (/app/main.3f9a2c1b.js:1:1)', 'find main'],
    ['find (/app/main-0b77aa10.chunk.js:1:1)', 'find main.chunk'],
    ['find (/app/main.effaced.js:1:1)', 'find main.effaced'],
  ])('is the place %s as %s', (frame, shown) => {
    expect(fingerprintOf(errorWith('no stock', frame))).toBe(hashOf('OrderError', 'no stock', shown));
  });

  it('is three causes at most', () => {
    const caused = (letter: string) => [`caused by Error`, `fault ${letter}`];

    expect(fingerprintOf(chain(1))).toBe(hashOf('Error', 'fault b', ...caused('a')));
    expect(fingerprintOf(chain(5))).toBe(hashOf('Error', 'fault f', ...caused('e'), ...caused('d'), ...caused('c')));
  });

  it('is the first five members at most, in the order of their texts', () => {
    const errors = [...'gfedcba'].map((letter) => bare(new Error(`fault ${letter}`)));
    const members = [...'cdefg'].flatMap((letter) => ['one of Error', `fault ${letter}`]);

    expect(fingerprintOf(bare(new AggregateError(errors, 'all failed')))).toBe(
      hashOf('AggregateError', 'all failed', ...members),
    );
  });

  it('is the first thousand characters of a message', () => {
    const start = 'no '.repeat(333);

    expect(fingerprintOf(bare(new Error(`${start}+stock`)))).toBe(hashOf('Error', `${start}+`));
  });
});
