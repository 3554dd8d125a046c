import { observabilityErrorCodes } from '../../src/kernel/index.js';
import { itSaysWhatTheCodeSays } from './documents.js';
import { errorDescriptions, errorReference } from './error-reference.js';
import { isOneSentence } from './first-sentence.js';

describe('every error', () => {
  const described = Object.entries(errorDescriptions);

  it('has a row in the reference', () => {
    expect(Object.keys(errorDescriptions).toSorted()).toEqual(Object.keys(observabilityErrorCodes).toSorted());
  });

  it('has a meaning of one sentence', () => {
    const meanings = Object.entries(observabilityErrorCodes);

    expect(meanings.filter(([, meaning]) => !isOneSentence(meaning))).toEqual([]);
  });

  it('has one sentence each on what brings it about and what to do', () => {
    expect(described.filter(([, { trigger, fix }]) => !isOneSentence(trigger) || !isOneSentence(fix))).toEqual([]);
  });

  it('says where it is met', () => {
    expect(described.filter(([, { where }]) => where === '')).toEqual([]);
  });
});

describe('the errors reference', () => {
  itSaysWhatTheCodeSays(['docs/reference/errors.md'], errorReference);
});
