import { runInNewContext } from 'node:vm';
import { errorMessageOf, errorTypeOf, isExpectedError, markExpected, propertyOf } from './error-facts.js';
import { outcomeOf } from './settle.js';

describe('isExpectedError', () => {
  const withStatus = (status: unknown) => Object.assign(new Error('no'), { getStatus: () => status });

  it.each([
    ['a 4xx exception', withStatus(404), true],
    ['a 5xx exception', withStatus(503), false],
    ['the first of them', withStatus(500), false],
    ['an exception without a numeric status', withStatus('404'), false],
    ['any other error', new Error('no'), false],
    ['what is no error', undefined, false],
    ['nothing', null, false],
  ])('%s', (_what, error, expected) => {
    expect(isExpectedError(error)).toBe(expected);
  });

  it('knows what a source has marked, and nothing like it', () => {
    const [marked, other] = [new Error('no'), new Error('no')];

    markExpected(marked);
    markExpected('text');
    markExpected(null);

    expect([marked, other, 'text', null].map(isExpectedError)).toEqual([true, false, false, false]);
  });
});

describe('errorTypeOf', () => {
  it('is the class, also in another realm', () => {
    const foreign: unknown = runInNewContext("new RangeError('no')");

    expect([new TypeError('no'), foreign, { message: 'no' }, 'no'].map(errorTypeOf)).toEqual([
      'TypeError',
      'RangeError',
      '_OTHER',
      '_OTHER',
    ]);
  });

  it('of a class without a name is the name of the error, if it has one', () => {
    const named = new (class extends Error {})('no');
    const nameless = Object.assign(new (class extends Error {})('no'), { name: '' });

    expect([named, nameless].map(errorTypeOf)).toEqual(['Error', '_OTHER']);
  });
});

it('errorMessageOf is the message, or what was thrown as text', () => {
  const thrown = [new Error('no stock'), { message: 'no stock' }, { message: 17 }, 'text', undefined, null];

  expect(thrown.map(errorMessageOf)).toEqual(['no stock', 'no stock', '[object Object]', 'text', 'undefined', 'null']);
});

describe('what cannot be asked', () => {
  const refuse = () => {
    throw new Error('hostile');
  };
  const hostile = new Proxy({}, { get: refuse, getPrototypeOf: refuse });
  const withGetter = Object.defineProperty({}, 'name', { get: refuse });

  it('is an error of no known type, and its throws stay here', () => {
    for (const thrown of [hostile, withGetter]) {
      expect([errorTypeOf(thrown), isExpectedError(thrown), outcomeOf(thrown)]).toEqual(['_OTHER', false, 'error']);
      expect(propertyOf(thrown, 'name')).toBeUndefined();
    }
    expect(errorMessageOf(hostile)).toBe('[Unreadable]');
  });
});
