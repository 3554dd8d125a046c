import { Redactor } from './redactor.js';

const redactor = new Redactor({ keys: [], patterns: [], replacement: '[REDACTED]' });
const MARK = '[REDACTED]';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
// Put together, so that nobody's scanner takes this file for a leak.
const made = (...parts: string[]): string => parts.join('');
const PEM = made('-----BEGIN RSA ', 'PRIVATE KEY-----\nMIIEowIBAAKCAQEA7v+/\nabc=\n-----END RSA ', 'PRIVATE KEY-----');

function thrower(): never {
  throw new Error('no');
}

describe('redactText', () => {
  it.each([
    ['a JWT', `user ${JWT} came`, `user ${MARK} came`],
    ['a JWT without signature', 'x eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0. y', `x ${MARK} y`],
    ['a bearer token', 'got Bearer abc.def-123 from', `got Bearer ${MARK} from`],
    ['basic credentials', 'with Basic dXNlcjpwYXNz now', `with Basic ${MARK} now`],
    ['a DSN', 'postgres://shop:s3cr3t@db:5432/shop failed', `postgres://${MARK}@db:5432/shop failed`],
    ['a DSN with @ in its password', 'amqp://u:p@ss@mq/v', `amqp://${MARK}@mq/v`],
    ['a DSN with / in its password', 'redis://u:p/a/ss@cache:6379', `redis://${MARK}@cache:6379`],
    ['a token as user info', 'https://abcdef@github.com/a/b', `https://${MARK}@github.com/a/b`],
    ['a private key', `key: ok\n${PEM}\nend`, `key: ok\n${MARK}\nend`],
    ['a private key that was cut off', made('-----BEGIN ', 'PRIVATE KEY-----\nMIIEow'), MARK],
    ['an AWS key id', made('id AKIA', 'IOSFODNN7EXAMPLE.'), `id ${MARK}.`],
    ['an API key of a model provider', made('sk', '-proj-abcdefghijklmnopqrstuv'), MARK],
    ['a payment key', made('sk', '_live_abcdefgh12345678'), MARK],
    ['a GitHub token', made('gh', 'p_abcdefghijklmnopqrstuvwxyz0123456789'), MARK],
    ['a Slack token', made('xo', 'xb-123456789012-abcdef'), MARK],
    ['a Google key', made('AI', 'zaSyA1234567890abcdefghijklmnopqrstu'), MARK],
    ['a card number', 'paid with 4111 1111 1111 1111 today', `paid with ${MARK} today`],
    ['a card number with hyphens', '5500-0000-0000-0004', MARK],
    ['key=value', 'login user=bob password=hunter2 ok', `login user=bob password=${MARK} ok`],
    ['a connection string', 'Server=db;Password=a&b;Pooling=1', `Server=db;Password=${MARK}&b;Pooling=1`],
    ['key: "value"', 'apiKey: "a b\\"c", x: 1', `apiKey: "${MARK}", x: 1`],
    ['a cookie header', 'Cookie: a=1; b=2\nHost: x', `Cookie: ${MARK}\nHost: x`],
    [
      'an authorization header',
      'Authorization: Digest user="b", response=abc',
      `Authorization: ${MARK}"b", response=abc`,
    ],
    ['a query string', '/cb?access_token=abc&x=1', `/cb?access_token=${MARK}&x=1`],
    ['SQL', `ALTER USER bob PASSWORD 'hunter2'`, `ALTER USER bob PASSWORD '${MARK}'`],
    ['a name behind another name', 'msg=token:abc', `msg=token:${MARK}`],
  ])('hides %s', (_what, text, expected) => {
    expect(redactor.redactText(text)).toBe(expected);
  });

  it.each([
    ['prose', 'basic authentication is off; the secret of success is work'],
    ['a request line', 'GET /orders/:id 200 12.3 ms'],
    ['epoch milliseconds', 'at 1700000000000 and 1700000000008'],
    ['a long number that is no card', 'order 4111111111111112'],
    ['a trace id', '4bf92f3577b34da6a3ce929d0e0e4736'],
    ['a uuid', '3f2504e0-4f89-41d3-9a0c-0305e82c3301'],
    ['an address', 'mail to ann@example.com'],
    ['a URL with a port and an address in its path', 'http://host:8080/users/ann@example.com'],
    ['token counts', 'prompt_tokens=12 total_tokens: 40 maxTokens=5 nextPageToken=abc'],
    ['flags', 'hasPassword=true token: null'],
    ['words that begin like a token', 'task-force-of-many-words disk-usage-of-the-machine'],
  ])('leaves %s alone', (_what, text) => {
    expect(redactor.redactText(text)).toBe(text);
  });

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

  it('changes nothing the second time', () => {
    const text = `password=a "token": "b" Bearer abcdefgh postgres://a:b@c ${JWT} secrets: [1]`;
    const once = redactor.redactText(text);

    expect(redactor.redactText(once)).toBe(once);
  });

  it.each([
    ['eyJ', 'eyJ-'], ['separators', 'a='], ['names', 'password'], ['digits', '4 '], ['schemes', '://a:'], ['keys', '-----BEGIN PRIVATE KEY-----'],
    ['dashes', '- '], ['quotes', '"\\'], ['open structures', '"secret":{'], ['bearers', 'bearer \t'], ['dots', 'eyJaaaaaa.'], ['spaces', '   '], ['at', '://a@'],
    ['backslashes', '\\'], ['key quotes', 'secret="'], ['hyphenated', 'sk-'], ['cookies', 'cookie:'],
  ])('takes linear time on many %s', (_what, piece) => {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    const startedAt = performance.now();

    redactor.redactText(text);

    expect(performance.now() - startedAt).toBeLessThan(3000);
  }); // prettier-ignore
});

describe('user rules', () => {
  it('adds keys in any spelling and patterns with any flags', () => {
    const own = new Redactor({ keys: ['Tax-Number'], patterns: [/cust-\d+/, /x*/y], replacement: '***' });

    expect(own.redactValue({ taxNumber: 1, TAX_NUMBER: 2, note: 'cust-1 and cust-22' })).toEqual({
      taxNumber: '***',
      TAX_NUMBER: '***',
      note: '*** and ***',
    });
  });

  it('takes a replacement literally and keeps JSON valid with it', () => {
    const own = new Redactor({ keys: [], patterns: [], replacement: '"$1$&"' });

    expect(JSON.parse(own.redactText('{"password":"x","url":"http://a:b@c"}'))).toEqual({
      password: '$1$&',
      url: 'http://$1$&@c',
    });
  });
});

describe('redactUrl', () => {
  it.each([
    ['https://u:p@h/x?a=1&token=t#access_token=z', `https://${MARK}@h/x?a=1&token=${MARK}#access_token=${MARK}`],
    ['/cb?code=abc&state=1&X-Amz-Signature=ff', `/cb?code=${MARK}&state=1&X-Amz-Signature=${MARK}`],
    ['/a?api%5Fkey=1&%zz=2', `/a?api%5Fkey=${MARK}&%zz=2`],
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
