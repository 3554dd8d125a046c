import { roughBytesOf } from './event-size.js';

describe('roughBytesOf', () => {
  it('grows with the texts in an event, however deep they are', () => {
    const text = 'x'.repeat(1000);
    const base = roughBytesOf({});

    expect(roughBytesOf({ message: text }) - base).toBeGreaterThanOrEqual(2000);
    expect(roughBytesOf({ headers: { accept: [text, text] } }) - base).toBeGreaterThanOrEqual(4000);
  });

  it('counts two bytes a character, sixteen a value and half a kilobyte an object of others or too deep', () => {
    const payloads = [{}, { text: 'abc' }, { none: null }, { count: 7 }, { list: [1, 2] }, { error: new Error('no') }];
    const bare = Object.assign(Object.create(null) as object, { count: 7 });

    expect([...payloads, bare, { a: { b: { c: 'too deep' } } }].map((payload) => roughBytesOf(payload) - 512)).toEqual([
      0,
      16 + 6,
      16 + 16,
      16 + 16,
      16 + 2 * (16 + 16),
      16 + 512,
      16 + 16,
      16 + 16 + 16 + 2 * 8,
    ]);
    expect(roughBytesOf({ a: { b: { c: { d: 'too deep' } } } }) - 512).toBe(3 * 16 + 512);
  });

  it('looks into no instance and follows no cycle', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;

    expect(roughBytesOf({ error: new Error('x'.repeat(1000)), cycle })).toBeLessThan(4000);
  });
});
