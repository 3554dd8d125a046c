/** Types of the options that open management: who may ask, and what there is to ask for. */
import { labelRecord, stringList } from './collection-types.js';
import { accept, isRecord, judge, refuse, type Complaint, type OptionType } from './option-type.js';

/** Shorter ones can be guessed. */
const MIN_TOKEN_LENGTH = 16;

/** Bearer tokens by the name of who holds them. */
export const accessTokens: OptionType = {
  name: 'record of strings',
  fromText: labelRecord.fromText!,
  textExample: 'alice=…',
  check: (candidate) =>
    isRecord(candidate)
      ? judge({ ...candidate }, Object.entries(candidate).flatMap(complaintsAboutToken))
      : refuse('must be a record of strings', "write e.g. { alice: '…' }"),
};

function complaintsAboutToken([name, token]: [string, unknown]): Complaint[] {
  if (!/^[\w.@-]{1,64}$/.test(name))
    return [{ fact: 'must have names of letters, digits and _ . @ -', fix: 'write e.g. alice' }];
  return isHardToGuess(token) ? [] : [{ at: `.${name}`, ...GUESSABLE }];
}

/** One for everybody. */
export const accessToken: OptionType = {
  name: 'token',
  fromText: (given) => given,
  check: (candidate) => (isHardToGuess(candidate) ? accept(candidate) : refuse(GUESSABLE.fact, GUESSABLE.fix)),
};

function isHardToGuess(token: unknown): boolean {
  return typeof token === 'string' && token.length >= MIN_TOKEN_LENGTH && /^\S+$/.test(token);
}

const GUESSABLE = {
  fact: `must be a string of at least ${MIN_TOKEN_LENGTH} characters without spaces`,
  fix: 'make one, e.g. with `openssl rand -hex 32`',
};

export function exposedNames(known: readonly string[]): OptionType {
  const choice = `use any of ${known.join(', ')}`;
  return {
    name: 'list of names',
    fromText: stringList.fromText!,
    check: (candidate) =>
      Array.isArray(candidate) && candidate.every((name) => known.includes(name as string))
        ? judge([...new Set(candidate)], [])
        : refuse('must be a list of names of endpoints', choice),
  };
}
