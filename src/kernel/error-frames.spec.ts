import { framesOf } from './error-frames.js';

function errorWith(...frames: string[]): Error {
  const error = new Error('no stock');
  error.stack = ['Error: no stock', ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

const frame = (called: string, file: string, line: number, column: number, isInApp: boolean) => ({
  called,
  file,
  line,
  column,
  isInApp,
});

describe('framesOf', () => {
  it.each([
    [
      'a method',
      'OrdersService.find (/app/orders.js:10:5)',
      frame('OrdersService.find', '/app/orders.js', 10, 5, true),
    ],
    ['an asynchronous call', 'async find (/app/orders.js:10:5)', frame('find', '/app/orders.js', 10, 5, true)],
    ['an alias', 'Router.handle [as get] (/app/a.js:1:2)', frame('Router.handle', '/app/a.js', 1, 2, true)],
    ['the top level', '/app/main.js:3:1', frame('', '/app/main.js', 3, 1, true)],
    ['a module', 'find (file:///app/a%20b.mjs?v=2:10:5)', frame('find', '/app/a b.mjs', 10, 5, true)],
    ['no column', 'find (/app/orders.js:10)', frame('find', '/app/orders.js', 10, 0, true)],
    ['a URL that is no path', 'find (file://a%2Fb/c.js:1:2)', frame('find', 'file://a%2Fb/c.js', 1, 2, true)],
    ['Windows', 'find (C:\\app\\a.js:10:5)', frame('find', 'C:\\app\\a.js', 10, 5, true)],
    ['a package', 'get (/app/node_modules/x/i.js:1:1)', frame('get', '/app/node_modules/x/i.js', 1, 1, false)],
    ['Node', 'node:internal/timers:5:1', frame('', 'node:internal/timers', 5, 1, false)],
  ])('reads %s', (_what, text, expected) => {
    expect(framesOf(errorWith(text))).toEqual([expected]);
  });

  it('leaves out what is no place in a file', () => {
    expect(framesOf(errorWith('new Promise (<anonymous>)', 'async Promise.all (index 0)', 'nonsense'))).toEqual([]);
  });

  it('leaves out a line that is longer than any place', () => {
    const atMost = `find (/${'a'.repeat(975)}.js:1:1)`;

    expect(framesOf(errorWith(atMost)).map(({ file }) => file.length)).toEqual([979]);
    expect(framesOf(errorWith(`find (/app/${'a'.repeat(1000)}.js:10:5)`))).toEqual([]);
  });

  it('does not take a line of the message for a frame', () => {
    const error = new Error('bad\n    at evil (/etc/evil.js:1:1)');
    error.stack = `Error: ${error.message}\n    at find (/app/orders.js:10:5)`;

    expect(framesOf(error)).toEqual([frame('find', '/app/orders.js', 10, 5, true)]);
  });

  it('takes the line at the very beginning for the message too', () => {
    const error = new Error('    at evil (/etc/evil.js:1:1)');
    error.stack = `${error.message}\n    at find (/app/orders.js:10:5)`;

    expect(framesOf(error)).toEqual([frame('find', '/app/orders.js', 10, 5, true)]);
  });

  it('reads an error without a message', () => {
    const error = new Error('');
    error.stack = 'Error\n    at find (/app/orders.js:10:5)';

    expect(framesOf(error)).toEqual([frame('find', '/app/orders.js', 10, 5, true)]);
  });

  it.each([[undefined], ['text'], [{ stack: 17 }], [Object.create(null)]])('finds none in %p', (thrown) => {
    expect(framesOf(thrown)).toEqual([]);
  });
});
