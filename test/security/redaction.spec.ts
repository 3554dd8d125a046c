/** What is hidden and what is not, over the corpus; JSON stays JSON; and no text is expensive to look at. */
import { Redactor } from '../../src/security/index.js';
import { growth } from '../support/growth.js';
import { redactionConfig } from '../support/redaction-config.js';
import { harmless, MARK, notPersonal, PEM, personal, secrets, tokens, type Sample } from './redaction-corpus.js';

const redactor = new Redactor(redactionConfig);
const thorough = new Redactor({ ...redactionConfig, detect: { email: true, iban: true, ssn: true } });
const left = ({ text, secret, leaves = text.replaceAll(secret, MARK) }: Sample): string => leaves;

describe('Secrets', () => {
  it.each(secrets)('are hidden: $what', (sample) => {
    expect(redactor.redactText(sample.text)).toBe(left(sample));
  });

  it.each(tokens)('are hidden in any surroundings: %s', (_issuer, token) => {
    const surroundings = (shown: string): string[] => [
      shown,
      `the answer was ${shown}, once`,
      `{"v":"${shown}","n":1}`,
      `{"v":"line\\n${shown}\\nline"}`,
      `/files/${shown}?x=1`,
      `a%3D${shown}&b=1`,
      `(${shown})`,
    ];

    expect(surroundings(token).map((text) => redactor.redactText(text))).toEqual(surroundings(MARK));
  });

  it.each(harmless)('are not seen where there are none: %s', (text) => {
    expect([redactor.redactText(text), thorough.redactText(text)]).toEqual([text, text]);
  });

  it.each(secrets)('stay hidden when a text is redacted twice: $what', ({ text }) => {
    const once = redactor.redactText(text);

    expect(redactor.redactText(once)).toBe(once);
  });

  it.each(secrets)('leave JSON behind where they were in JSON: $what', ({ text, secret }) => {
    const documents = [
      { text, n: [1, text] },
      { inner: JSON.stringify({ text, n: 1 }), last: true },
    ];

    const redacted = documents.map((document) => redactor.redactText(JSON.stringify(document)));

    expect(redacted.map((one) => Object.keys(JSON.parse(one) as object))).toEqual(documents.map(Object.keys));
    expect(redacted.filter((one) => one.includes(secret))).toEqual([]);
  });
});

describe.each(Object.entries(personal))('Personal data, %s', (kind, samples) => {
  it.each(samples)('is hidden where the application asks for it: $what', (sample) => {
    const asked = new Redactor({ ...redactionConfig, detect: { ...redactionConfig.detect, [kind]: true } });

    expect([asked.redactText(sample.text), redactor.redactText(sample.text)]).toEqual([left(sample), sample.text]);
  });
});

it.each(notPersonal)('what only looks like personal data is left alone: %s', (text) => {
  expect(thorough.redactText(text)).toBe(text);
});

/** In proportion to the text would be 4, with its square 16. */
const QUADRUPLE = 7;

describe('Time', () => {
  const pieces = [
    'eyJ-', 'a=', 'password', '4 ', '4', '4111 ', '://a:', '@', PEM.slice(0, 31), '- ', '"\\', '"secret":{', 'bearer \t', 'eyJaaaaaa.',
    ' ', '\\', 'secret="', 'sk-', 'cookie:', 'cookie=="', 'password: a ', 'password=a;', '<token>', 'a:token>', 'password is ',
    'your token is a', ' --token', '%3D', '?', '&a', 'identified by ', 'a@', 'a@b.', 'DE89', '536-90-', 'AKIA', `${'x'.repeat(99)}:`,
    ' "', '[1',
  ]; // prettier-ignore

  it.each(pieces)('is in proportion to the text, also for many %j', (piece) => {
    const text = (length: number): string => piece.repeat(Math.ceil(length / piece.length));
    const redact = (input: string): void => {
      thorough.redactText(input, Infinity);
      thorough.redactUrl(input);
    };

    expect(growth(redact, text(2 ** 18), text(2 ** 20))).toBeLessThan(QUADRUPLE);
  });
});
