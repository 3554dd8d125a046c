import { pageTimeoutMs, rootTimeoutMs, threadsTimeoutMs } from './timeouts.js';

describe('Timeouts', () => {
  it.each([
    ['a thread', threadsTimeoutMs, 1500],
    ['a worker, which waits for its threads', rootTimeoutMs, 2000],
    ['the page, which waits for the workers', pageTimeoutMs, 2500],
  ])('give %s the time of its collectors and half a second for each step to it', (_, timeoutMs, expectedMs) => {
    expect(timeoutMs(1000)).toBe(expectedMs);
  });
});
