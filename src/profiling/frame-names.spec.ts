import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { frameName, ownerName } from './frame-names.js';

const frame = (url: string, functionName = 'work') => ({
  functionName,
  scriptId: '1',
  url,
  lineNumber: 6,
  columnNumber: 2,
});
const inApp = join(process.cwd(), 'src/orders.js');

describe('A call frame', () => {
  it.each([
    ['a script', inApp, { name: 'work', file: 'src/orders.js', line: 7, isInApp: true }],
    ['an ES module', pathToFileURL(inApp).href, { name: 'work', file: 'src/orders.js', line: 7, isInApp: true }],
    ['a file elsewhere', '/elsewhere/a.js', { name: 'work', file: '/elsewhere/a.js', line: 7, isInApp: true }],
    ['a built-in', '', { name: 'work', file: undefined, line: undefined, isInApp: false }],
    [
      'a package',
      join(process.cwd(), 'node_modules/express/lib/router.js'),
      { name: 'work', file: 'node_modules/express/lib/router.js', line: 7, isInApp: false },
    ],
  ])('of %s is shown by name, file and line', (_, url, expected) => {
    expect(frameName(frame(url))).toEqual(expected);
  });

  it('without a name is anonymous', () => {
    expect(frameName(frame(inApp, '')).name).toBe('(anonymous)');
  });

  it.each([
    ['/app/node_modules/express/lib/router.js', 'express', 'node_modules/express'],
    [
      '/app/node_modules/.pnpm/@nestjs+core@12/node_modules/@nestjs/core/a.js',
      '@nestjs/core',
      'node_modules/@nestjs/core',
    ],
    ['C:\\app\\node_modules\\pino\\pino.js', 'pino', 'node_modules/pino'],
    ['node:internal/timers', 'node:internal/timers', 'node:internal/timers'],
  ])('of %s belongs to %s as a whole', (url, name, file) => {
    expect(ownerName(frame(url))).toEqual({ name, file, line: undefined, isInApp: false });
  });
});
