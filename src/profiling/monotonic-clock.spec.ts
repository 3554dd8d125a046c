import { clockOffsetUs, nowUs } from './monotonic-clock.js';

it("reads Node's high-resolution time", () => {
  const before = Number(process.hrtime.bigint()) / 1000;
  const read = nowUs();
  const after = Number(process.hrtime.bigint()) / 1000;

  // The two were laid over each other to within a few microseconds.
  expect(read).toBeGreaterThan(before - 100);
  expect(read).toBeLessThan(after + 100);
});

it.each([
  ['is the same where V8 says that it began between question and answer', 5500, 0],
  ['is the same within a millisecond', 4200, 0],
  ['counts from elsewhere where it says anything else', 100, 4900],
])("V8's clock %s", (_, v8StartUs, offsetUs) => {
  expect(clockOffsetUs(v8StartUs, 5000, 6000)).toBe(offsetUs);
});
