import { failureOf, resultOf } from './check-result.js';

describe('resultOf', () => {
  it.each([
    undefined,
    null,
    true,
    1,
    '',
    [],
    {},
    [{ one: 1 }],
    { rows: [], status: 'idle' },
    { db: { status: 'open' } },
  ])('takes %j for fine', (returned) => {
    expect(resultOf(returned)).toEqual({ status: 'ok', details: {} });
  });

  it('takes false for a failure', () => {
    expect(resultOf(false)).toEqual({ status: 'fail', details: { message: 'the check returned false' } });
  });

  it.each([
    ['up', 'ok'],
    ['degraded', 'degraded'],
    ['down', 'fail'],
  ])('reads %s of an indicator as %s, with its details', (indicated, status) => {
    const result = resultOf({ db: { status: indicated, connections: 3 } });

    expect(result).toEqual({ status, details: { connections: 3 } });
  });

  it('reads an entry that stands alone like an indicator that has one', () => {
    expect(resultOf({ status: 'down', waiting: 3 })).toEqual({ status: 'fail', details: { waiting: 3 } });
  });

  it('takes the worst of several entries and keeps all of them', () => {
    const entries = { primary: { status: 'up' }, replica: { status: 'down', lagSeconds: 9 } };

    expect(resultOf(entries)).toEqual({ status: 'fail', details: entries });
  });
});

describe('failureOf', () => {
  it('tells the message, and the one of the cause behind it', () => {
    const error = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });

    expect(failureOf(error)).toEqual({ status: 'fail', details: { message: 'fetch failed: connect ECONNREFUSED' } });
  });

  it('keeps what an error of Terminus 11 carries', () => {
    const error = Object.assign(new Error('db is not available'), { causes: { db: { status: 'down', host: 'a' } } });

    expect(failureOf(error)).toEqual({ status: 'fail', details: { message: 'db is not available', host: 'a' } });
  });

  it.each([
    ['a string', 'threw a string'],
    [undefined, 'threw undefined'],
    [{ password: 'hunter2' }, 'threw object'],
    [new RangeError(''), 'RangeError'],
  ])('says something about %p', (thrown, message) => {
    expect(failureOf(thrown).details).toEqual({ message });
  });
});
