import { Diagnostics } from '../kernel/index.js';
import { ManualClock } from '../../test/logging/captured-log.js';
import { FloodLimit, type SuppressedLines } from './flood-limit.js';

const setUp = (maxPerSecond: number) => {
  const clock = new ManualClock();
  const diagnostics = new Diagnostics();
  const reported: SuppressedLines[] = [];
  const flood = new FloodLimit({ maxPerSecond, clock, diagnostics, report: (one) => reported.push(one) });
  return { clock, diagnostics, reported, flood };
};

describe('FloodLimit', () => {
  it('admits so many equal messages per target and second, and counts the rest', () => {
    const { flood, reported, clock, diagnostics } = setUp(2);

    const admitted = [1, 2, 3, 4].map(() => flood.admits('A', 'again', 30));
    const others = [flood.admits('B', 'again', 30), flood.admits('A', 'other', 30)];
    clock.nowMs = 1000;
    const next = flood.admits('A', 'again', 30);

    expect([admitted, others, next]).toEqual([[true, true, false, false], [true, true], true]);
    expect(reported).toEqual([{ target: 'A', message: 'again', level: 30, count: 2 }]);
    expect([...diagnostics.drops.values()]).toEqual([{ labels: { signal: 'logs', reason: 'flood' }, value: 2 }]);
    flood.close();
  });

  it('has no timer before something was suppressed, and says the sum when the second is over', () => {
    jest.useFakeTimers();
    const { flood, reported } = setUp(1);

    flood.admits('A', 'again', 40);
    const before = jest.getTimerCount();
    flood.admits('A', 'again', 40);
    jest.advanceTimersByTime(1000);

    expect([before, reported, jest.getTimerCount()]).toEqual([
      0,
      [{ target: 'A', message: 'again', level: 40, count: 1 }],
      0,
    ]);
    jest.useRealTimers();
  });

  it('says what is unsaid when it is closed', () => {
    const { flood, reported } = setUp(1);
    flood.admits('A', 'again', 40);
    flood.admits('A', 'again', 40);

    flood.close();

    expect(reported).toHaveLength(1);
  });

  it('has no limit at 0', () => {
    const { flood } = setUp(0);

    expect(Array.from({ length: 3000 }, () => flood.admits('A', 'again', 30))).not.toContain(false);
  });

  it('remembers a bounded number of messages; the rest passes', () => {
    const { flood } = setUp(1);
    for (let index = 0; index < 5000; index++) flood.admits('A', `message ${index}`, 30);

    expect([flood.admits('A', 'late', 30), flood.admits('A', 'late', 30), flood.admits('A', 'message 7', 30)]).toEqual([
      true,
      true,
      false,
    ]);
    flood.close();
  });
});
