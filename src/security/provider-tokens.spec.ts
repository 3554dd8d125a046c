import { markedText } from '../../test/support/marked-text.js';
import { redactionConfig } from '../../test/support/redaction-config.js';
import { providerTokens } from './provider-tokens.js';
import { Redactor } from './redactor.js';

const redactor = new Redactor(redactionConfig);
/** The prefix in parts, so that nobody's scanner takes this file for a leak. */
const token = (length: number, ...prefix: string[]): string =>
  prefix.join('') + '0a1b2c3d4e5f6071'.repeat(4).slice(0, length);

it.each([
  `«${token(24, 'sb_', 'secret_')}»`,
  `«${token(24, 'gh', 'o_')}» and «${token(24, 'xox', 'p-')}»`,
  `«${token(32, 'SK')}»`,
  token(33, 'SK'),
  token(24, 'xgh', 'p_'),
  token(9, 'gh', 'p_'),
])('knows a token by its prefix and its length: %s', (sample) => {
  const { text, shown } = markedText(sample);

  expect(redactor.redactText(text)).toBe(shown);
});

it('looks no further into a text without a prefix', () => {
  expect(providerTokens.hint.test('The order of 4711 was placed: 12 items, in-house, at_home')).toBe(false);
});
