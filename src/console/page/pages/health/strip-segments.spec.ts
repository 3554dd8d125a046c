import { shareUp, stripSegments } from './strip-segments.js';

describe('the strip of a check', () => {
  it('is one piece where nothing has changed', () => {
    const segments = stripSegments({ state: 'up', changes: [] }, 1_000, 3_000);

    expect(segments).toEqual([{ state: 'up', fromMs: 1_000, toMs: 3_000, start: 0, size: 1 }]);
    expect(shareUp(segments)).toBe(1);
  });

  it('begins with what was before the first change, and ends now', () => {
    const changes = [
      { atMs: 2_000, from: 'up', state: 'down' },
      { atMs: 2_500, from: 'down', state: 'up' },
    ] as const;

    const segments = stripSegments({ state: 'up', changes }, 1_000, 5_000);

    expect(segments.map(({ state, start, size }) => [state, start, size])).toEqual([
      ['up', 0, 0.25],
      ['down', 0.25, 0.125],
      ['up', 0.375, 0.625],
    ]);
    expect(shareUp(segments)).toBe(0.875);
  });

  it('does not count as up, nor as down, what nobody knew', () => {
    const changes = [{ atMs: 3_000, from: 'unknown', state: 'down' }] as const;

    expect(shareUp(stripSegments({ state: 'down', changes }, 1_000, 5_000))).toBe(0);
    expect(shareUp(stripSegments({ state: 'unknown', changes: [] }, 1_000, 5_000))).toBeNull();
  });

  it('stays within the strip where clocks differ', () => {
    const changes = [{ atMs: 500, from: 'up', state: 'down' }] as const;

    const segments = stripSegments({ state: 'down', changes }, 1_000, 2_000);

    expect(segments.map(({ start, size }) => [start, size])).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });
});
