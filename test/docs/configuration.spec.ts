import { environmentOnlyVariables, optionTable } from '../../src/config/index.js';
import { configurationReference } from './configuration-reference.js';
import { itSaysWhatTheCodeSays } from './documents.js';
import { isOneSentence } from './first-sentence.js';

describe('every option', () => {
  it('has a type and a default in words', () => {
    const silent = optionTable.filter(({ type, defaultText }) => type.name === '' || defaultText === '');

    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('has a description of one sentence', () => {
    const wrong = optionTable.filter(({ description }) => !isOneSentence(description));

    expect(wrong.map(({ path, description }) => `${path}: ${description}`)).toEqual([]);
  });

  it('has environment variables of its own, unless it exists in code only', () => {
    const readable = optionTable.filter(({ type }) => type.fromText !== undefined);

    expect(readable.filter(({ env }) => env.length === 0).map(({ path }) => path)).toEqual([]);
  });
});

describe('every variable without an option', () => {
  it('has a description of one sentence', () => {
    const wrong = environmentOnlyVariables.filter(({ description }) => !isOneSentence(description));

    expect(wrong.map(({ name, description }) => `${name}: ${description}`)).toEqual([]);
  });
});

describe('the configuration reference', () => {
  itSaysWhatTheCodeSays(['docs/reference/configuration.md'], configurationReference);
});
