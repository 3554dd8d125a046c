import { markedText } from '../../test/support/marked-text.js';
import { redactionConfig } from '../../test/support/redaction-config.js';
import { Redactor } from './redactor.js';

const redactor = new Redactor(redactionConfig);
const nested = (value: unknown): string => JSON.stringify({ v: JSON.stringify({ v: JSON.stringify(value) }) });

describe('A secret with a name', () => {
  it.each([
    '<password>«hunter2»</password>',
    '<password>«x»</password><token>«y»</token>',
    '<a-b:password>«hunter2»<\\/a-b:password>',
    'the password>hunter2</b',
    'a <password >hunter2</password>',
    'a:password>hunter2</b',
    '<password>hunter2',
    '<password>a"b</password>',
    '<password></password>',
  ])('stands in an element: %s', expectShown);

  it.each([
    'token%3d«hunter2»',
    'token%3D%20«hunter2»',
    'token%3a«hunter2»',
    'token%3A++«hunter2»%26x',
    'token%3A«hunter2»%23x',
    'token%3A«%41b»',
    'token%3Bhunter2',
    'token%2Dhunter2',
    'user%5bpwd%5d=«x»&y=1',
    '%5Bpwd=«x»',
    '%pwd=x',
    'pw%64=x',
  ])('stands in an encoded text: %s', expectShown);

  it.each([
    'password == «x»',
    'password => «x»',
    'password := «x»',
    'password===«=x»',
    `password${' '.repeat(8)}=${' '.repeat(8)}«x»`,
    `password${' '.repeat(9)}=x`,
    '"password"\t:\t"«x»"',
    'password\r=«x»',
    'password\u00a0=«x»',
    'password\u0001=x',
    "PASSWORD '«hunter two»'",
    JSON.stringify('bob PASSWORD "«hunter two»" LOGIN'),
    "PASSWORD  '«hunter2»'",
    JSON.stringify('ALTER USER bob PASSWORD "«hunter2»" LOGIN'),
    'password"hunter2"',
    'password=',
    'password= ',
    'password:;',
    ' = x, : y',
  ])('is parted from it: %s', expectShown);

  it.each([
    'user[pwd]=«x»&y',
    '"user[pwd]": "«x»"',
    "params['pwd'] = '«x»'; next()",
    'params["pwd"]="«x»"',
    JSON.stringify('params["pwd"] = "«x»"'),
    "params['pwd'].length = 7",
    `${'a'.repeat(92)}password=«x»`,
    `${'a'.repeat(93)}password=x`,
    `password${'a'.repeat(92)}=«x»`,
    `password${'a'.repeat(93)}=x`,
    '\\npwd=«x»',
    '\\pwd=x',
    'größe.pwd=«x»',
  ])('has a name that is read backwards: %s', expectShown);

  it.each([
    'Unexpected token: x',
    'unexpected token=x',
    'expected token=«x»',
    'unexpected password: «hunter2»',
    'token=true',
    'token: null, x',
    'token:undefined',
    'token=«trueish»',
    'token=«nullable»',
  ])('is no remark: %s', expectShown);

  it.each([
    '{ "key" : "password" , "value" : "«x»" }',
    "{name: 'password', value: '«x»'}",
    nested({ name: 'password', value: '«x»' }),
    nested({ key: 'password', value: '«x»', n: 1 }),
    '[{"name":"password","label":"pick one"}]',
    '{"name":"password","kind":"a","value":"x"}',
    '{"name":"colour","value":"red"}',
    '{"value":"x"}',
    `{"name":"password","value":"«x»","text":"${'a '.repeat(100)}"}`,
  ])('is the value of a pair: %s', expectShown);
});

describe('Its value reaches', () => {
  it.each([
    'password=«a»;token=«b»',
    'password="«a»",token="«b»"',
    "pwd='«a»'token='«b»'",
    'pwd=«a b»;Server=x',
    'pwd=«a b»; User Id=sa',
    'pwd=«a» b;9=x',
    'Password=«a b»;',
    '"Password=«a b»;"',
    'pwd=«a» b',
    'password = «a» b',
    'token=«{a» b}',
  ])('to the end of a part: %s', expectShown);

  it.each([
    'Password: «a b»\tuser=x',
    'Password:\t«a b»',
    'Password:«a» b',
    'password: «a b  c» user: x',
    'password: «a b» user.name = x',
    'password: «a b»\nc',
    'password: «a b»(c)',
    `password: «${'ab '.repeat(15)}ab» ab`,
    'token: «a» b',
  ])('to the end of the words: %s', expectShown);

  it.each([
    'Cookie: «a="b c"; d»\nx',
    'Cookie: «a=b »"x"',
    'Cookie: «a="b", »"c',
    'Cookie: «a="b"»',
    'Cookie: «a="b" c»',
    'Cookie: «a=»" b"',
    JSON.stringify('Cookie: «a="bc", d»'),
    "Authorization: «Digest a='b'»",
    'cookie_jar: «a b; c»\r\nd',
  ])('to the end of the line: %s', expectShown);

  it.each([
    'token=«a\\nb» c',
    'token=«a\\\\b» c',
    'x="token=«a»"',
    "x='token=«a»' y",
    '{"x":"token=«a»\\"b"}',
    `x {token='«a"b»'}`,
    `{"x":"token='«a»","n":1}`,
    `  [{"x":"token='«a»","n":1}]`,
    'a label "Password:"',
    String.raw`{"x":"passwd\":","password":"«y»"}`,
    String.raw`{"x":"passwd\":\\","password":"«y»"}`,
    String.raw`{"x":"{\"y\":\"pwd\\\":\",\"pwd\":\"«z»\"}"}`,
    String.raw`\"password\": "«mixed»"`,
    '{"password":"«,x»"}',
    `{"x":"token='«a\\"b»'"}`,
    '{"v":"{\\"token\\":\\"«ab»"}',
    String.raw`{"v":"{\"w\":\"{\\\"token\\\":\\\"«ab»\"}"}`,
    '"token": "«a\\"b\\\\»", "n": 1',
    "{'token': '«a\\'b»', 'n': 1}",
    'token="«open to the end',
  ])('to its quote, or that of the text around it: %s', (sample) => expectShown(sample.replace(/«[^»]*$/, '$&»')));

  it.each([
    ['{"token":-12.5,"n":1}', '{"token":"[REDACTED]","n":1}'],
    ['{"token":{"a":"}"},"n":1}', '{"token":"[REDACTED]","n":1}'],
    ['{"token":[[1],"]"],"n":1}', '{"token":"[REDACTED]","n":1}'],
    ['{"token":{"a":"b', '{"token":"[REDACTED]"'],
    ['{"v":"{\\"token\\":{\\"a\\":[1"}', '{"v":"{\\"token\\":\\"[REDACTED]\\""}'],
    ['{"v":"{\\"token\\":{\\"a\\":\\"b\\"},\\"n\\":1}"}', '{"v":"{\\"token\\":\\"[REDACTED]\\",\\"n\\":1}"}'],
    ['{"v":"{\\"token\\":12}"}', '{"v":"{\\"token\\":\\"[REDACTED]\\"}"}'],
    ['{"token" : { } }', '{"token" : "[REDACTED]" }'],
    ['{"token":{"a":"x\\"}"},"n":1}', '{"token":"[REDACTED]","n":1}'],
    [String.raw`{"x":"pwd\":{\"","y":1}`, String.raw`{"x":"pwd\":\"[REDACTED]\"","y":1}`],
    ['{"user[pwd]":12}', '{"user[pwd]":"[REDACTED]"}'],
    [
      String.raw`{"v":"{\"w\":\"{\\\"token\\\":{\\\"a\\\":1\"}"}`,
      String.raw`{"v":"{\"w\":\"{\\\"token\\\":\\\"[REDACTED]\\\"\"}"}`,
    ],
  ])('to the end of a structure: %s', (text, shown) => {
    expect(redactor.redactText(text)).toBe(shown);
  });

  it('to the end of a private key, which its own lines tell', () => {
    const key = (...lines: string[]): string =>
      ['BEGIN', 'END'].map((edge) => `-----${edge} ${'PRIVATE'} KEY-----`).join(`\n${lines.join('\n')}\n`);

    expectShown(`secret: «${key('MIIE', 'abc=')}» end`);
    expectShown(`secret=«${key('MIIE').replaceAll('\n', '')}» end`);
    expectShown(`secret=«${key().split('\n')[0]}»`);
    expectShown(`secret=«${key('MIIE').replace(/PRIV/g, 'EC PRIV')}»\nend`);
  });
});

function expectShown(sample: string): void {
  const { text, shown } = markedText(sample);

  expect(redactor.redactText(text)).toBe(shown);
}
