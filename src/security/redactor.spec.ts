import { redactionConfig } from '../../test/support/redaction-config.js';
import { Diagnostics } from '../kernel/index.js';
import { Redactor } from './redactor.js';

const redactor = new Redactor(redactionConfig);
const MARK = '[REDACTED]';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
// Put together, so that nobody's scanner takes this file for a leak.
const made = (...parts: string[]): string => parts.join('');
const PEM = made('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIEowIBAAKCAQEA7v+/\nabc=\n-----END RSA ', 'PRIVATE KEY-----');

function thrower(): never {
  throw new Error('no');
}

describe('redactText', () => {
  it('keeps a JSON document a JSON document', () => {
    const secret = { value: 'x', list: ['}', 1] };
    const inner = JSON.stringify({ password: 'a"b\\', n: 1 });
    const document = {
      password: 'a"b\\\n', pin: 1, token: 123, secret, dsn: 'mysql://a:b@h', inner, key: PEM, jwt: JWT, apiKeys: ['a', 'b'], ok: 'yes',
    }; // prettier-ignore

    const redacted = redactor.redactText(JSON.stringify(document, null, 1));

    expect(JSON.parse(redacted)).toEqual({
      password: MARK, pin: 1, token: MARK, secret: MARK, dsn: `mysql://${MARK}@h`,
      inner: JSON.stringify({ password: MARK, n: 1 }), key: MARK, jwt: MARK, apiKeys: MARK, ok: 'yes',
    }); // prettier-ignore
  });

  it('tells a card number of a list from one within its texts', () => {
    const document = { cards: [-1, 4111111111111111], texts: [1.5, '4111111111111111}', 'a, 4111111111111111, b'] };

    const redacted = redactor.redactText(JSON.stringify(document));

    expect(JSON.parse(redacted)).toEqual({ cards: [-1, MARK], texts: [1.5, `${MARK}}`, `a, ${MARK}, b`] });
  });

  it('changes nothing the second time', () => {
    const text = `password=a "token": "b" Bearer abcdefgh postgres://a:b@c ${JWT} secrets: [1]`;
    const once = redactor.redactText(text);

    expect(redactor.redactText(once)).toBe(once);
  });

  it.each([
    [{ secret: 1 }, { secret: MARK }],
    [
      { tokens: 'x', secret: { a: ['}', 1, { b: '"' }] }, n: 1 },
      { tokens: 'x', secret: MARK, n: 1 },
    ],
    [
      { secrets: [[]], password: '', n: [{}] },
      { secrets: MARK, password: MARK, n: [{}] },
    ],
  ])('keeps JSON within JSON within JSON: %j', (document, expected) => {
    const nested = (value: unknown): string => JSON.stringify({ v: JSON.stringify({ v: JSON.stringify(value) }) });

    expect(redactor.redactText(nested(document))).toBe(nested(expected));
  });

  it.each([
    { label: 'Password:', n: 1 },
    { label: 'token ', n: 1 },
    { text: "token 'abc", n: "it's" },
    { usage: 'tool --api-key ', n: 1 },
    { text: 'the password is ', n: 1 },
    { text: 'identified by ', n: [1] },
    { text: 'token is \r8c1f0d2e', n: 1 },
    { text: 'tool --password \r8c1f0d2e', n: 1 },
    { inner: JSON.stringify({ label: 'Password:', n: 1 }, null, 1) },
    { inner: JSON.stringify({ inner: JSON.stringify({ label: 'Password:', n: 1 }, null, 1) }), n: 1 },
  ])('keeps a document whose texts end where a secret could begin: %j', (document) => {
    const texts = [JSON.stringify(document), JSON.stringify(document, null, 2)];

    expect(texts.map((text) => Object.keys(JSON.parse(redactor.redactText(text)) as object))).toEqual([
      Object.keys(document),
      Object.keys(document),
    ]);
  });

  it('keeps a document with a header of its own quotes in it', () => {
    expect(JSON.parse(redactor.redactText('{"note":"Authorization:e=\\""\n}'))).toEqual({
      note: `Authorization:${MARK}"`,
    });
  });

  it.each([
    ['a private key behind its name', `PRIVATE_KEY=${PEM}`, `PRIVATE_KEY=${MARK}`],
    ['a token behind a word of HTTP', `basic ${made('sq', '0atp-', 'aB3'.repeat(8))}`, `basic ${MARK}`],
    ['an option with one dash', 'keytool -storepassword hunter2', `keytool -storepassword ${MARK}`],
    ['a sentence in capitals', 'TOKEN is 8c1f0d2e, API KEY is 8c1f0d2e', `TOKEN is ${MARK}, API KEY is ${MARK}`],
    ['a token in short runs', made('abc', '8Q~', 'a.b~'.repeat(9)), MARK],
    ['a signing secret in short runs', made('wh', 'sec_', 'a+b/'.repeat(6)), MARK],
    ['a password with everything in it', 'amqp://shop:a>b@c@host', `amqp://${MARK}@host`],
  ])('hides %s', (_what, text, expected) => {
    expect(redactor.redactText(text)).toBe(expected);
  });

  it('leaves a number a number where it is no card', () => {
    const text = '{"n":1298374650129837465,"m":1}';

    expect(redactor.redactText(text)).toBe(text);
  });

  it('takes no white space for a secret', () => {
    expect(redactor.redactText(`password is  ${MARK}`)).toBe(`password is  ${MARK}`);
  });

  it.each([
    ['{"card":4111111111111111,"n":1}', { card: MARK, n: 1 }],
    ['{"cards":[1, 4111111111111111 ,5500000000000004]}', { cards: [1, MARK, MARK] }],
    [JSON.stringify({ inner: '{"card":4111111111111111}' }), { inner: `{"card":"${MARK}"}` }],
  ])('makes a string of a number that is hidden: %s', (text, expected) => {
    expect(JSON.parse(redactor.redactText(text))).toEqual(expected);
  });

  it.each([
    ['that fits', 'password=hunter2', 16, `password=${MARK}`],
    ['whose end was read', 'password=hunter2 and more', 12, 'password=[RE… [13 more characters]'],
    ['that was read to its end', `password=${'x'.repeat(4099)}`, 12, 'password=[RE… [4096 more characters]'],
    ['that goes on', 'a'.repeat(5000), 10, 'aaaaaaaaaa… [4990 more characters]'],
    ['of which one secret was read', `password=${'x'.repeat(5000)} end`, 12, '… [5001 more characters]'],
  ])('cuts a text %s', (_what, text, maxLength, expected) => {
    expect(redactor.redactText(text, maxLength)).toBe(expected);
  });

  it('shows of a text without its end what no secret at the cut can reach', () => {
    const behind = ' a b'.repeat(1024);

    expect(redactor.redactStart(`password=hunter2${behind}`, 30)).toBe(`password=${MARK}`);
    expect(redactor.redactStart(`password=hunter2${behind}`, 8)).toBe('password');
    expect(redactor.redactStart('password=hunter2', 30)).toBe('');
  });

  it('shows nothing of a secret on which a text was cut', () => {
    const token = made('gh', 'p_', 'a1B2'.repeat(9));
    const text = `${'password=x;'.repeat(100)} ${token.padStart(4000)} ${'-'.repeat(9000)}`;
    const lengths = Array.from({ length: 60 }, (_, index) => 4990 + index);

    const shown = lengths.map((maxLength) => redactor.redactText(text, maxLength));

    expect(shown.filter((one) => one.includes(token.slice(0, 8)))).toEqual([]);
  });
});

describe('user rules', () => {
  it('adds keys in any spelling and patterns with any flags', () => {
    const own = new Redactor({
      ...redactionConfig,
      keys: ['Tax-Number'],
      patterns: [/cust-\d+/, /x*/y],
      replacement: '***',
    });

    expect(own.redactValue({ taxNumber: 1, TAX_NUMBER: 2, note: 'cust-1 and cust-22' })).toEqual({
      taxNumber: '***',
      TAX_NUMBER: '***',
      note: '*** and ***',
    });
  });

  it('finds every match of a pattern, whatever its groups', () => {
    const own = new Redactor({ ...redactionConfig, patterns: [/CUST-\d+/gi, /(4)(\d{3})/] });

    expect(own.redactText('cust-1 and Cust-2')).toBe(`${MARK} and ${MARK}`);
    expect(own.redactText('{"n":1,"m":4711}')).toBe(`{"n":1,"m":"${MARK}"}`);
  });

  it('takes a replacement literally and keeps JSON valid with it', () => {
    const own = new Redactor({ ...redactionConfig, replacement: '"$1$&"' });

    expect(JSON.parse(own.redactText('{"password":"x","url":"http://a:b@c"}'))).toEqual({
      password: '$1$&',
      url: 'http://$1$&@c',
    });
  });
});

describe('the function of the application', () => {
  const warnings: string[] = [];
  const own = (custom: (key: string, value: unknown) => unknown): Redactor =>
    new Redactor({ ...redactionConfig, custom }, new Diagnostics((message) => warnings.push(message)));

  it('decides about fields, headers and keys before the rules do, and what it returns is redacted as well', () => {
    const decide = (key: string): unknown => ({ name: 'somebody', token: 'public', note: 'password=x' })[key];

    const redacted = own(decide).redactValue({
      name: 'Ann',
      token: 't',
      note: 'n',
      secret: 's',
      list: [{ name: 'Bob' }],
    });

    expect(redacted).toEqual({
      name: 'somebody',
      token: 'public',
      note: `password=${MARK}`,
      secret: MARK,
      list: [{ name: 'somebody' }],
    });
    expect(own(decide).redactHeaders({ name: 'Ann', accept: 'x' })).toEqual({ name: 'somebody', accept: 'x' });
  });

  it('that throws hides the value, and is told of once', () => {
    warnings.length = 0;
    const failing = own(thrower);

    expect(failing.redactValue({ name: 'Ann', city: 'Ulm' })).toEqual({ name: MARK, city: MARK });
    expect(warnings).toEqual([expect.stringContaining('redaction failed in custom: Error: no')]);
  });
});

describe('redactJson', () => {
  const custom = (key: string): unknown => (key === 'name' ? 'somebody' : undefined);
  const own = new Redactor({ ...redactionConfig, custom });
  const long = 'a '.repeat(33_000);

  it.each([
    ['{"name":"Ann","token":1}', `{"name":"Ann","token":"${MARK}"}`, `{"name":"somebody","token":"${MARK}"}`],
    ['{"name": "Ann"', '{"name": "Ann"', '{"name": "Ann"'],
    ['password=x', `password=${MARK}`, `password=${MARK}`],
    [long, long, long],
  ])('asks the function of the application about each field of a document: %.30s', (text, shown, asked) => {
    expect([redactor.redactJson(text), own.redactJson(text)]).toEqual([shown, asked]);
  });

  it.each([
    ['{"x":["\\"\'","token\':"],"password":"a","y":1}', `{"x":["\\"'","token':"],"password":"${MARK}","y":1}`],
    ['{"password": "a", "y": 12.50}', `{"password": "${MARK}", "y": 12.50}`],
  ])('leaves a document one, whatever its texts look like, and as it is written where it can: %s', (text, shown) => {
    expect(redactor.redactJson(text)).toBe(shown);
  });
});

describe('redactId', () => {
  it('hides an id that is a secret, and knows of nobody', () => {
    expect([redactor.redactId('ann'), redactor.redactId(JWT), redactor.redactId(undefined)]).toEqual([
      'ann',
      MARK,
      undefined,
    ]);
  });
});

describe('redactUrl', () => {
  it.each([
    ['https://u:p@h/x?a=1&token=t#access_token=z', `https://${MARK}@h/x?a=1&token=${MARK}#access_token=${MARK}`],
    ['/cb?code=abc&state=1&X-Amz-Signature=ff', `/cb?code=${MARK}&state=1&X-Amz-Signature=${MARK}`],
    ['/a?api%5Fkey=1&%zz=2', `/a?api%5Fkey=${MARK}&%zz=2`],
    ['/a?next=https%3A%2F%2Fu%3Ap%40h%2F%C3%A9&b=%20', `/a?next=https%3A%2F%2F${MARK}%40h%2F%C3%A9&b=%20`],
    ['/say/the%20password%20is%20sesame', `/say/the%20password%20is%20${MARK}`],
    ['/say?note=the+password+is+sesame&sum=1+2', `/say?note=the%20password%20is%20${MARK}&sum=1+2`],
    ['?code=abc', `?code=${MARK}`],
    ['/a?x=1;code=abc&=2', `/a?x=1;code=${MARK}&=2`],
    [`/é/${JWT}`, `/é/${MARK}`],
    ['/say/the%20password%20is%20sesame,\ud83d', `/say/the%20password%20is%20${MARK},`],
    ['/orders/7', '/orders/7'],
    [`/t/${JWT}`, `/t/${MARK}`],
    ['', ''],
  ])('%s', (url, expected) => {
    expect(redactor.redactUrl(url)).toBe(expected);
  });
});

describe('redactHeaders', () => {
  it('hides secret headers whole and looks into the others', () => {
    const headers = {
      Authorization: 'Bearer x', 'set-cookie': ['a=1', 'b=2'], 'X-API-Key': 'k', referer: 'http://h/?sig=1', accept: ['a', 'b'], age: 3, none: undefined,
    }; // prettier-ignore

    expect(redactor.redactHeaders(headers)).toEqual({
      Authorization: MARK, 'set-cookie': MARK, 'X-API-Key': MARK, referer: `http://h/?sig=${MARK}`, accept: ['a', 'b'], age: '3',
    }); // prettier-ignore
  });
});

describe('redactValue', () => {
  it('hides values of secret keys at any depth, whatever they are, and never changes what it was given', () => {
    const given = {
      user: { Password: 'x', 'api-key': { a: 1 }, ACCESS_TOKEN: 5, hasPassword: true, token: null },
      list: [{ cookie: 'c' }],
    };
    const before = structuredClone(given);

    expect(redactor.redactValue(given)).toEqual({
      user: { Password: MARK, 'api-key': MARK, ACCESS_TOKEN: MARK, hasPassword: true, token: null },
      list: [{ cookie: MARK }],
    });
    expect(given).toEqual(before);
  });

  it('makes Map, Set, Buffer, Date, URL, BigInt and symbols readable', () => {
    const given = {
      map: new Map<unknown, unknown>([['password', 'x'], [1, 'one'], [{}, 'object']]),
      set: new Set(['Bearer abcdefgh']), buffer: Buffer.from('abc'), date: new Date(0), url: new URL('http://a:b@h/?token=1'),
      big: 10n, symbol: Symbol('s'), call: () => 1, pattern: /a/, none: undefined, nan: Number.NaN, card: 4111111111111111,
    }; // prettier-ignore

    expect(redactor.redactValue(given)).toEqual({
      map: { password: MARK, '1': 'one', '[Object]': 'object' },
      set: [`Bearer ${MARK}`], buffer: '[Buffer 3 bytes]', date: '1970-01-01T00:00:00.000Z', url: `http://${MARK}@h/?token=${MARK}`,
      big: '10', symbol: 'Symbol(s)', call: '[Function]', pattern: '/a/', none: undefined, nan: Number.NaN, card: MARK,
    }); // prettier-ignore
  });

  it('knows names and values in turn, in pairs, as fields and as arguments', () => {
    const given = {
      rawHeaders: ['Host', 'h', 'Cookie', 'a=1', 'Cookie', 'b=2'],
      entries: [['x-api-key', 'k'], ['accept', 'all']],
      headers: [{ name: 'Authorization', value: 'x' }, { key: 'host', value: 'h' }, { name: 'token', value: 3 }],
      argv: ['tool', '--password', 'x', '--token', 'y', 'z'],
      required: ['password', 'name'],
      sessions: new Map([[JWT, 1], ['4111111111111111', 2]]),
    }; // prettier-ignore

    expect(redactor.redactValue(given)).toEqual({
      rawHeaders: { Host: 'h', Cookie: MARK },
      entries: [['x-api-key', MARK], ['accept', 'all']],
      headers: [{ name: 'Authorization', value: MARK }, { key: 'host', value: 'h' }, { name: 'token', value: 3 }],
      argv: ['tool', '--password', MARK, '--token', MARK, 'z'],
      required: ['password', 'name'],
      sessions: { [MARK]: 2 },
    }); // prettier-ignore
  });

  it('looks into errors, their own properties and their cause', () => {
    const cause = new TypeError('dsn mysql://a:b@h');
    const error = Object.assign(new RangeError('password=x', { cause }), { code: 'E1', token: 't', type: 'mine' });

    expect(redactor.redactValue(error)).toEqual({
      type: 'RangeError',
      message: `password=${MARK}`,
      stack: expect.stringContaining(`RangeError: password=${MARK}\n    at `) as string,
      code: 'E1',
      token: MARK,
      cause: { type: 'TypeError', message: `dsn mysql://${MARK}@h`, stack: expect.any(String) as string },
    });
  });

  it('cuts cycles, depth, length and text', () => {
    const cyclic: Record<string, unknown> = { name: 'a' };
    cyclic['self'] = cyclic;
    let deep: unknown = 'bottom';
    for (let level = 0; level < 20; level++) deep = { deep };

    const copy = redactor.redactValue({
      cyclic,
      deep,
      list: Array(150).fill(0),
      text: 'a '.repeat(50_000),
      twice: [cyclic, cyclic],
    }) as {
      list: unknown[];
      text: string;
    };

    expect(copy).toMatchObject({ cyclic: { name: 'a', self: '[Circular]' }, twice: [{ name: 'a' }, { name: 'a' }] });
    expect(JSON.stringify(copy)).toContain('"[Object]"');
    expect(copy.list).toHaveLength(101);
    expect(copy.list.at(-1)).toBe('[50 more]');
    expect(copy.text).toMatch(/a … \[83616 more characters\]$/);
  });

  it('bounds the whole, however the value is shaped', () => {
    const leaf = Array(100).fill('x'.repeat(10_000));
    const wide = Array(100).fill(Array(100).fill(leaf));

    expect(JSON.stringify(redactor.redactValue(wide)).length).toBeLessThan(500_000);
  });

  it('does not run accessors of instances and survives everything that throws', () => {
    const ran: string[] = [];
    class Order {
      id = 1;
      get total(): number {
        ran.push('total');
        return 1;
      }
    }
    const lazy = Object.defineProperty(new Order(), 'lines', { enumerable: true, get: () => ran.push('lines') });
    const hostile = new Proxy({}, { ownKeys: thrower, get: thrower, getPrototypeOf: thrower });

    const copy = redactor.redactValue({
      lazy,
      hostile,
      json: { toJSON: thrower },
      plain: Object.defineProperty({ a: 1 }, 'bad', { enumerable: true, get: thrower }),
    });

    expect(copy).toEqual({
      lazy: { id: 1, lines: '[Getter]' },
      hostile: '[Unreadable]',
      json: '[Unreadable]',
      plain: { a: 1, bad: '[Unreadable]' },
    });
    expect(ran).toEqual([]);
  });

  it('uses toJSON, as JSON.stringify would, and redacts what it gives', () => {
    const price = { toJSON: () => ({ amount: '3.50', password: 'x' }) };

    expect(redactor.redactValue({ price })).toEqual({ price: { amount: '3.50', password: MARK } });
  });

  it('keeps prototypes out of reach', () => {
    const copy = redactor.redactValue(JSON.parse('{"__proto__":{"admin":true}}')) as { admin?: boolean };

    expect(copy.admin).toBeUndefined();
    expect(JSON.stringify(copy)).toBe('{"__proto__":{"admin":true}}');
  });
});
