import { ManualClock } from '../../testing/manual-clock.js';
import type { OpenWork } from '../handle.js';
import { Heartbeats } from './heartbeats.js';

const HOUR_MS = 3_600_000;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function setUp() {
  const check = jest.fn();
  return { check, heartbeats: new Heartbeats(new ManualClock(), check) };
}

const session = () => ({}) as OpenWork;
const ignored = () => undefined;

describe('heartbeats', () => {
  it('of sessions that may be silent for longer than a timer can wait are not asked for all the time', () => {
    const { check, heartbeats } = setUp();

    heartbeats.watch(session(), 60 * 24 * HOUR_MS, ignored);
    jest.advanceTimersByTime(24 * HOUR_MS);

    expect(check).toHaveBeenCalledTimes(0);
  });

  it('are asked for as seldom as those need that are left', () => {
    const { check, heartbeats } = setUp();
    const hasty = session();
    heartbeats.watch(hasty, 20, ignored);
    heartbeats.watch(session(), HOUR_MS, ignored);

    heartbeats.forget(hasty);
    jest.advanceTimersByTime(HOUR_MS - 20);

    // Once too early, by the pace of the one that is gone, and once in half an hour.
    expect(check).toHaveBeenCalledTimes(2);
  });

  it('need no timer when the last session has ended, long before its next check', () => {
    const { heartbeats } = setUp();
    const last = session();
    heartbeats.watch(last, HOUR_MS, ignored);

    heartbeats.forget(last);

    expect(jest.getTimerCount()).toBe(0);
  });
});
