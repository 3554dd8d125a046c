import { totalmem } from 'node:os';
import { memoryLimitBytes } from './memory-limit.js';

afterEach(() => jest.restoreAllMocks());

describe('The memory a process may use', () => {
  it.each([
    ['the limit of its control group', 1_000_000, 1_000_000],
    ['all of the machine where there is no limit', 0, totalmem()],
    ['all of the machine where the limit is beyond any memory', 2 ** 63, totalmem()],
    ['all of the machine where nobody knows', undefined, totalmem()],
  ])('is %s', (_what, limit, expected) => {
    jest.spyOn(process, 'constrainedMemory').mockReturnValue(limit as number);

    expect(memoryLimitBytes()).toBe(expected);
  });
});
