import { failureOf } from './query-error.js';

class ReplyError extends Error {}
class MongoServerError extends Error {}

it.each([
  ['an SQLSTATE', Object.assign(new Error('x'), { code: '23505' }), { type: '23xxx', status: '23505' }],
  [
    "MySQL's name with its SQLSTATE",
    Object.assign(new Error('x'), { code: 'ER_DUP_ENTRY', sqlState: '23000' }),
    { type: '23xxx', status: 'ER_DUP_ENTRY' },
  ],
  [
    'a system error',
    Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
    { type: 'ECONNREFUSED', status: undefined },
  ],
  ['a Redis error', new ReplyError('WRONGTYPE Operation'), { type: 'ReplyError', status: 'WRONGTYPE' }],
  [
    'a MongoDB error',
    Object.assign(new MongoServerError('x'), { code: 11_000 }),
    { type: 'MongoServerError', status: '11000' },
  ],
  ['a plain error', new Error('Query read timeout'), { type: 'Error', status: undefined }],
  ['what is no error', 'text', { type: '_OTHER', status: undefined }],
])('tells %s', (_what, error, failure) => {
  expect(failureOf(error)).toEqual(failure);
});
