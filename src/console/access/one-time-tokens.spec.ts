import { OneTimeTokens } from './one-time-tokens.js';

describe('OneTimeTokens', () => {
  it('takes each token once', () => {
    const tokens = new OneTimeTokens();
    const token = tokens.issue();

    expect([tokens.redeem(token), tokens.redeem(token)]).toEqual([true, false]);
  });

  it('takes nothing else, and no part of one', () => {
    const tokens = new OneTimeTokens();
    const token = tokens.issue();

    expect(['', token.slice(0, -1), `${token}x`].map((presented) => tokens.redeem(presented))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('takes the three newest', () => {
    const tokens = new OneTimeTokens();
    const issued = Array.from({ length: 4 }, () => tokens.issue());

    expect(issued.map((token) => tokens.redeem(token))).toEqual([false, true, true, true]);
  });

  it('makes tokens of 256 random bits', () => {
    const tokens = new OneTimeTokens();

    expect(new Set(Array.from({ length: 100 }, () => tokens.issue())).size).toBe(100);
    expect(tokens.issue()).toMatch(/^[\w-]{43}$/);
  });
});
