import { systemClock } from './clock.js';

it("the system's clock knows when a reading was taken", () => {
  const before = Date.now();

  const epochMs = systemClock.toEpochMs(systemClock.now());

  // The wall clock may have been adjusted since the process began.
  expect(Math.abs(epochMs - before)).toBeLessThan(60_000);
  expect(systemClock.toEpochMs(1_500) - systemClock.toEpochMs(500)).toBeCloseTo(1_000);
});
