/** What docs/27-troubleshooting.md quotes is what the code prints, to the letter. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { observabilityErrorCodes } from '../../../src/kernel/index.js';
import { root } from '../generated.js';

const page = readFileSync(join(root, 'docs/27-troubleshooting.md'), 'utf8');
const quotes = page
  .split('\n')
  .filter((line) => line.startsWith('> '))
  .map((line) => line.slice(2));

/** All texts of the code, joined where they are split over lines, with … for what is put in. */
const printed = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => readFileSync(join(root, 'src', file), 'utf8'))
  .join('\n')
  .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')
  .replace(/(['"`])\s*\+\s*['"`]/g, '')
  .replaceAll("\\'", "'");

const missingIn = (quote: string): readonly string[] => {
  const error = /^(OBS_ERR_\w+) (.*?)(?:; got …)?\. Fix: (.*)\.$/.exec(quote);
  if (error === null) return missingParts(quote);
  const [, code, fact, fix] = error;
  const unknown = Object.hasOwn(observabilityErrorCodes, code!) ? [] : [code!];
  return [...missingParts(fact!), ...missingParts(fix!), ...unknown];
};

/** Some messages are put together from several texts: then each part between two … has to be one. */
function missingParts(text: string): string[] {
  if (printed.includes(text)) return [];
  const parts = text.split('…').map((part) => part.replace(/^[\s,.:;()]+|[\s,.:;()]+$/g, ''));
  return parts.filter((part) => !printed.includes(part));
}

it('quotes many', () => {
  expect(quotes.length).toBeGreaterThanOrEqual(25);
});

it.each(quotes)('quotes what the code prints: %s', (quote) => {
  expect(missingIn(quote)).toEqual([]);
});

it('notices a quotation that is not in the code', () => {
  expect(missingIn('Traces cannot be sent to …')).toEqual(['Traces cannot be sent to']);
  expect(missingIn('OBS_ERR_NONE The sky is green; got …. Fix: paint it.')).toHaveLength(3);
});
