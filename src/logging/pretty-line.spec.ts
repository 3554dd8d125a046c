import { prettyLine } from './pretty-line.js';

const line = (message: string, more: object = {}) =>
  prettyLine({ timestamp: '2026-01-01T12:00:00.000Z', level: 'INFO', target: 'Shop', message, ...more }, false);

it('indents what follows a line break in a message, so that it passes for no record of its own', () => {
  expect(line('said\r\n12:00:01.000 ERROR [Forged] a\rb')).toBe(
    '12:00:00.000 INFO  [Shop] said\n  12:00:01.000 ERROR [Forged] a\n  b',
  );
});

it.each([
  ['an escape sequence', '\u001b[2Jgone', '\\u001b[2Jgone'],
  ['one of eight bits', '\u009b2Jgone', '\\u009b2Jgone'],
  ['a backspace and a NUL', 'a\b\0b', 'a\\u0008\\u0000b'],
  ['a separator of lines', 'a\u2028b', 'a\\u2028b'],
  ['a turn of direction', 'a\u202eb', 'a\\u202eb'],
  ['a colour, which is left out', '\u001b[31mred\u001b[0m', 'red'],
  ['a tab, which is text', 'a\tb', 'a\tb'],
])('tells a terminal nothing: %s', (_what, message, shown) => {
  expect(line(message)).toBe(`12:00:00.000 INFO  [Shop] ${shown}`);
});

it('does the same with targets, names and values of fields, and stacks', () => {
  const err = { type: 'Error', message: 'x', stack: 'Error: \u001b[2J\n12:00:01.000 ERROR [Forged]' };

  expect(line('said', { target: 'a\nb', 'k\ney': 'v\u0085', err })).toBe(
    '12:00:00.000 INFO  [a\n  b] said k\n  ey="v\\u0085"\n  Error: \\u001b[2J\n  12:00:01.000 ERROR [Forged]',
  );
});
