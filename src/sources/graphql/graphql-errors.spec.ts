import { ForbiddenException } from '@nestjs/common';
import { GraphQLError } from 'graphql';
import { isExpectedError } from '../../kernel/index.js';
import { toldError } from './graphql-errors.js';

const wrapped = (originalError: Error) => new GraphQLError(originalError.message, { originalError });
const coded = (extensions: Record<string, unknown>) => new GraphQLError('no', { extensions });

describe('toldError', () => {
  it('tells what the resolver threw, and a fault before a refusal', () => {
    const [fault, refusal] = [new RangeError('fault'), new ForbiddenException()];

    expect(toldError([wrapped(refusal), wrapped(fault)], true)).toBe(fault);
    expect(toldError([wrapped(refusal)], true)).toBe(refusal);
    expect(toldError([], true)).toBeUndefined();
  });

  it.each([
    ['a code of the caller’s faults', coded({ code: 'BAD_USER_INPUT' }), true, true],
    ['a 4xx status', coded({ http: { status: 404 } }), true, true],
    ['a 5xx status', coded({ http: { status: 503 } }), true, false],
    ['a code of its own', coded({ code: 'OUT_OF_PAPER' }), true, false],
    ['no code, in a document that was refused', coded({}), false, true],
    ['no code, in one that was accepted', coded({}), true, false],
  ])('an error with %s', (_what, error, isResolved, isExpected) => {
    expect(isExpectedError(toldError([error], isResolved))).toBe(isExpected);
  });

  it('survives what is no error', () => {
    expect(toldError(['text', undefined], true)).toBe('text');
  });
});
