import { maskUserInfo, showValue } from './show-value.js';

describe('showValue', () => {
  it.each([
    ['abc', '"abc"'],
    [[0.1, 0.05], '[0.1, 0.05]'],
    [{ team: 'shop', on: true }, '{ team: "shop", on: true }'],
    [{}, '{}'],
    [null, 'null'],
    [undefined, 'undefined'],
    [Number.NaN, 'NaN'],
    [/a/i, '/a/i'],
    [() => 1, 'a function'],
    [{ a: { b: { c: { d: 1 } } } }, '{ a: { b: { c: … } } }'],
  ])('shows %p as %s', (value, expected) => {
    expect(showValue(value)).toBe(expected);
  });

  it('cuts what is long', () => {
    expect(showValue('x'.repeat(500))).toBe(`"${'x'.repeat(119)}…`);
  });

  it('ends on a value that contains itself', () => {
    const self: { self?: unknown } = {};
    self.self = self;

    expect(showValue(self)).toBe('{ self: { self: { self: … } } }');
  });
});

describe('maskUserInfo', () => {
  it.each([
    ['http://user:secret@host/path?to=a@b', 'http://[REDACTED]@host/path?to=a@b'],
    ['http://host/path@2', 'http://host/path@2'],
    ['http://user:se/cr@et@host:x', 'http://[REDACTED]@host:x'],
    ['payments=http://user:secret@host', 'payments=http://[REDACTED]@host'],
  ])('turns %s into %s', (text, expected) => {
    expect(maskUserInfo(text)).toBe(expected);
  });
});
