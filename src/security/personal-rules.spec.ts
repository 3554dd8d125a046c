import { markedText } from '../../test/support/marked-text.js';
import { redactionConfig } from '../../test/support/redaction-config.js';
import { personalRules } from './personal-rules.js';
import { Redactor } from './redactor.js';

const ALL = { email: true, iban: true, ssn: true };
const redactor = new Redactor({ ...redactionConfig, detect: ALL });

describe('An address', () => {
  it.each([
    'from «ann@mail2.shop-24.example.com» now',
    '<«ann@example.com»>, «bob@example.com»',
    '?by=«ann%40example.com»&x=1',
    'ann@localhost',
    'a b@ c.d',
  ])('is known by its sign and its domain: %s', expectShown);
});

describe('An account', () => {
  it.each([
    'NO9386011117947', 'BE68539007547034', 'NL91ABNA0417164300', 'SI56263300012039086', 'AT611904300234573201', 'CH9300762011623852957',
    'GB29NWBK60161331926819', 'AE070331234567890123456', 'SE4550000000058398257466', 'PT50000201231234567890154',
    'TR330006100519786457841326', 'FR1420041010050500013M02606', 'PL61109010140000071219812874', 'BR1800360305000010009795493C1',
    'KW81CBKU0000000000001234560101', 'MT84MALT011000012345MTLCAST001S', 'RU0304452522540817810538091310419',
  ])('has the length of its country: %s', (account) => {
    expectShown(`to «${account}» now`);
    expectShown(`to «${account.replace(/.{4}(?=.)/g, '$& ')}»`);
    expectShown(`to «${account.toLowerCase()}»`);
    expectShown(`to ${account}0`);
    expectShown(`to 0${account}`);
  }); // prettier-ignore

  it.each(['to DE89370400440532013001', 'to ZZ89370400440532013000', 'to DEX9370400440532013000'])(
    'has a country and check digits: %s',
    expectShown,
  );
});

describe('A social security number', () => {
  it.each([
    'bob has «536-90-4399».',
    'bob has «536 90 4399», too',
    '536-90 4399',
    '536-90-43991',
    '536-90-4399-1',
    '1-536-90-4399',
    'a536-90-4399',
    '000-12-3456',
    '666 12 3456',
    '900-12-3456',
    '«899-12-3456»',
    '123-00-4567',
    '123 00 4567',
    '123-45-0000',
    '123 45 0000',
  ])('is one that is given out: %s', expectShown);
});

it('is looked for only where an application asks', () => {
  const rulesOf = (detect: Partial<typeof ALL>): number =>
    personalRules({ email: false, iban: false, ssn: false, ...detect }).length;

  expect([rulesOf({}), rulesOf({ email: true }), rulesOf({ iban: true, ssn: true })]).toEqual([0, 1, 2]);
});

it.each(['Order 4711 took 1-12-3 of 12 readers', 'a12 bcde, xy12 a, 12-3-4 and 123-4-5, 12-34-5'])(
  'looks no further into an ordinary text: %s',
  (text) => {
    expect(personalRules(ALL).filter(({ hint }) => hint.test(text))).toEqual([]);
  },
);

function expectShown(sample: string): void {
  const { text, shown } = markedText(sample);

  expect(redactor.redactText(text)).toBe(shown);
}
