import { roughBytesOf } from './event-size.js';

describe('roughBytesOf', () => {
  it('grows with the texts in an event, however deep they are', () => {
    const text = 'x'.repeat(1000);
    const base = roughBytesOf({});

    expect(roughBytesOf({ message: text }) - base).toBeGreaterThanOrEqual(2000);
    expect(roughBytesOf({ headers: { accept: [text, text] } }) - base).toBeGreaterThanOrEqual(4000);
  });

  it('looks into no instance and follows no cycle', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;

    expect(roughBytesOf({ error: new Error('x'.repeat(1000)), cycle })).toBeLessThan(4000);
  });
});
