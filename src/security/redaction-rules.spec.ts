import { markedText } from '../../test/support/marked-text.js';
import { redactionConfig } from '../../test/support/redaction-config.js';
import { JWT } from '../../test/security/redaction-corpus.js';
import { TEXT_RULES } from './redaction-rules.js';
import { Redactor } from './redactor.js';

const redactor = new Redactor(redactionConfig);

// Put together, so that nobody's scanner takes this file for a leak.
const AWS_KEY = ['AK', 'IAIOSFODNN7EXAMPLE'].join('');
const awsSecret = (length: number): string => 'aB3dE5gH7j'.repeat(5).slice(0, length);
const [PEM_START, PEM_END] = ['BEGIN', 'END'].map((edge) => `-----${edge} RSA ${'PRIVATE'} KEY-----`);
const LOCKED_PEM = `${PEM_START}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00FF\r\n\r\nMIIE+/=\n${PEM_END}`;

describe('What is a secret by its shape', () => {
  it.each([
    'redis://«shop:hun/ter»@cache',
    'redis://«shop:12ab/cd»@cache',
    'http://db:5432/shop?by=ann@mail',
    'http://h:5/a@b',
    'with «root:hunter2»@unix(/run/db)/shop',
    'mail ann@unix(x)',
  ])('in an address: %s', expectShown);

  it.each([
    `key «${LOCKED_PEM}» end`,
    JSON.stringify(`key «${LOCKED_PEM}» end`),
    JSON.stringify(JSON.stringify(`key «${LOCKED_PEM}» end`)),
  ])('a private key that is locked by a password: %j', expectShown);

  it.each([
    `«${JWT}» and «${JWT}»`,
    'Bearer  «abcd»',
    'Bearer\t«a.b~c+d/e=f-»',
    'Bearer%20«abcd» Bearer+«abcd»',
    'bearer abc',
    'bearers abcdef',
    'Basic  «Ym9iOmh1bnRlcg==»',
    'Basic%20«Ym9iOmh1» Basic+«Ym9iOmh1»',
    'Basic «Shop1user:hun-ter2:x1» now',
    'basic «abcDEF-gh1»',
    'basic «abcdef1234»',
    'basic A1b2',
    'basics Ym9iOmh1',
  ])('in what a client presents: %s', expectShown);

  it.each([
    `«${AWS_KEY}, ${awsSecret(40)}» x`,
    `«${AWS_KEY} ${awsSecret(40)}»`,
    `«${AWS_KEY}»: ${awsSecret(41)} x`,
    `«${AWS_KEY}»/${awsSecret(39)}`,
    `${AWS_KEY}X`,
    `X${AWS_KEY}`,
  ])('a key of AWS, and what stands right behind it: %s', expectShown);

  it.each([
    'https://hooks.slack.com/services/«T0/B0/xxxx» x',
    'https://h/api/webhooks/123456789/«abcd-EFGH_1»',
    'https%3A%2F%2Fhooks.slack.com%2Fservices%2F«T0%2FB0%2Fxxxx» x',
    '%252Fapi%252Fwebhooks%252F123456789%252F«abcd-EFGH_1»',
    String.raw`{"to":"https:\/\/hooks.slack.com\/services\/«T0\/B0\/xxxx»"}`,
    'https://h/api/webhooks/123456789/abcdefg',
    'https://h/api/webhooks/orders/created-at',
  ])('a webhook: %s', expectShown);
});

it.each([
  'Decision 4711 was approved, 12 of 13 on 3-12-31, 50 % by 7 readers',
  'pass by reference; pat the cat; keys set',
  '1 234 567 and 123 456 7',
  'pin 1 2 3; A1A, ABA and ABBB; a - b',
  'Identifieds and the token is',
])('looks no further into an ordinary text: %s', (text) => {
  expect(TEXT_RULES.filter(({ hint }) => hint.test(text))).toEqual([]);
});

function expectShown(sample: string): void {
  const { text, shown } = markedText(sample);

  expect(redactor.redactText(text)).toBe(shown);
}
