import { isExpectedError, markExpected } from './error-facts.js';

describe('isExpectedError', () => {
  const withStatus = (status: unknown) => Object.assign(new Error('no'), { getStatus: () => status });

  it.each([
    ['a 4xx exception', withStatus(404), true],
    ['a 5xx exception', withStatus(503), false],
    ['an exception without a numeric status', withStatus('404'), false],
    ['any other error', new Error('no'), false],
    ['what is no error', undefined, false],
  ])('%s', (_what, error, expected) => {
    expect(isExpectedError(error)).toBe(expected);
  });

  it('knows what a source has marked, and nothing like it', () => {
    const [marked, other] = [new Error('no'), new Error('no')];

    markExpected(marked);
    markExpected('text');

    expect([marked, other, 'text'].map(isExpectedError)).toEqual([true, false, false]);
  });
});
