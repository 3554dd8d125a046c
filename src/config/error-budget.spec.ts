import { canPage, errorBudget, SMALLEST_OBJECTIVE } from './error-budget.js';

describe('an error budget', () => {
  it.each([
    [0.99, 0.01],
    [0.995, 0.005],
    [0.999, 0.001],
    [0.9995, 0.0005],
    [0.9999, 0.0001],
    [0.99999, 0.00001],
    [0.9999999, 0.0000001],
  ])('of %d is %d, to the last digit', (objective, budget) => {
    expect(errorBudget(objective)).toBe(budget);
  });
});

describe('the smallest objective', () => {
  it('can just be burned 14.4 times too fast, and nothing below it can', () => {
    expect(SMALLEST_OBJECTIVE).toBe(0.9306);
    expect(canPage(SMALLEST_OBJECTIVE)).toBe(true);
    expect(canPage(0.9305)).toBe(false);
  });
});
