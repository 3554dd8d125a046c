import { budgetWords } from './budget.js';

describe('what is left of an error budget', () => {
  it.each([
    [1, '100 % left'],
    [0.2, '20 % left'],
    [0, '0 % left'],
    [-0.004, 'just spent'],
    [-0.5, 'spent 1.5 times'],
    [-41, 'spent 42 times'],
  ])('of %p is written %p', (remaining, words) => {
    expect(budgetWords(remaining).replaceAll('\u00a0', ' ')).toBe(words);
  });
});
