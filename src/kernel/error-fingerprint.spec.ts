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
