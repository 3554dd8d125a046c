import {
  flag,
  headerName,
  host,
  integer,
  isHeaderName,
  isHttpUrl,
  metricPrefix,
  milliseconds,
  number,
  numberFromText,
  oneOf,
  path,
  port,
  ratio,
  replacementText,
  text,
  url,
} from './scalar-types.js';

const refusal = (fact: string, fix: string): object => ({ complaints: [{ fact, fix }] });

describe('yes or no', () => {
  it.each([
    ['true', true],
    ['YES', true],
    ['On', true],
    ['1', true],
    ['false', false],
    ['no', false],
    ['OFF', false],
    ['0', false],
    ['Maybe', 'Maybe'],
    ['2', '2'],
  ])('is read from the text %s', (word, expected) => {
    expect(flag.fromText!(word)).toBe(expected);
  });

  it.each([true, false])('is %s', (given) => {
    expect(flag.check(given)).toEqual({ value: given });
  });

  it.each(['true', 1, 0, null, undefined])('is not %p', (given) => {
    expect(flag.check(given)).toEqual(refusal('must be true or false', 'write true or false, without quotes'));
  });

  it('is shown as true', () => {
    expect([flag.name, flag.textExample]).toEqual(['boolean', 'true']);
  });
});

describe('a number', () => {
  it.each([
    ['1', 1],
    ['-1.5', -1.5],
    ['+2', 2],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1E+3', 1000],
    ['25e-1', 2.5],
    ['1e10', 1e10],
    ['.25', 0.25],
    ['12.75', 12.75],
    ...['', ' ', '.', '0x10', '1e', 'e3', '1,5', '1 ', ' 1', '--1', '1.2.3', 'Infinity', 'NaN', 'a1', '1a'].map(
      (word): [string, string] => [word, word],
    ),
  ])('is read from the text %j', (digits, expected) => {
    expect(numberFromText(digits)).toBe(expected);
    expect(ratio.fromText!(digits)).toBe(expected);
  });

  it.each([
    [integer(), 'integer'],
    [number(), 'number'],
    [integer({ min: 1 }), 'integer of at least 1'],
    [number({ min: 0 }), 'number of at least 0'],
    [number({ max: 9 }), 'number of at most 9'],
    [integer({ max: 0 }), 'integer of at most 0'],
    [number({ min: 0, max: 9 }), 'number from 0 to 9'],
    [milliseconds(), 'integer from 0 to 2147483647'],
    [milliseconds(1), 'integer from 1 to 2147483647'],
    [port, 'integer from 0 to 65535'],
    [ratio, 'number from 0 to 1'],
  ])('is named with its bounds: %#', ({ name }, expected) => {
    expect(name).toBe(expected);
  });

  it.each([
    [integer(), [-5, 0, 5]],
    [number(), [-1e300, -0.5, 0, 1e300]],
    [integer({ min: 1 }), [1, 2, Number.MAX_SAFE_INTEGER]],
    [number({ max: 9 }), [-1e300, 9]],
    [milliseconds(), [0, 2_147_483_647]],
    [port, [0, 65_535]],
    [ratio, [0, 0.5, 1]],
  ])('within its bounds is taken: %#', (type, given) => {
    expect(given.map((value) => type.check(value))).toEqual(given.map((value) => ({ value })));
  });

  it.each([
    [integer(), 1.5, 'must be an integer', 'write e.g. 2'],
    [integer(), 'many', 'must be an integer', 'write a number, e.g. 0'],
    [integer({ min: 3 }), null, 'must be an integer of at least 3', 'write a number, e.g. 3'],
    [integer({ min: 3 }), -Infinity, 'must be an integer of at least 3', 'write a number, e.g. 3'],
    [integer({ min: 3 }), 2, 'must be an integer of at least 3', 'write e.g. 3'],
    [integer({ min: 3 }), 4.4, 'must be an integer of at least 3', 'write e.g. 4'],
    [integer({ min: 3 }), '4', 'must be an integer of at least 3', 'write it without quotes'],
    [number({ max: 9 }), 9.5, 'must be a number of at most 9', 'write e.g. 9'],
    [number({ max: 9 }), '9,5', 'must be a number of at most 9', 'write a number, e.g. 0'],
    [ratio, -0.1, 'must be a number from 0 to 1', 'write e.g. 0'],
    [ratio, 1.1, 'must be a number from 0 to 1', 'write e.g. 1'],
    [ratio, true, 'must be a number from 0 to 1', 'write a number, e.g. 0'],
    [ratio, [0.5], 'must be a number from 0 to 1', 'write a number, e.g. 0'],
    [port, -1, 'must be an integer from 0 to 65535', 'write e.g. 0'],
    [port, 65_536, 'must be an integer from 0 to 65535', 'write e.g. 65535'],
    [milliseconds(1), 0, 'must be an integer from 1 to 2147483647', 'write e.g. 1'],
    [milliseconds(), 2_147_483_648, 'must be an integer from 0 to 2147483647', 'write e.g. 2147483647'],
  ])('is refused: %#', (type, given, fact, fix) => {
    expect(type.check(given)).toEqual(refusal(fact, fix));
  });
});

describe('a text', () => {
  it('is kept as it is', () => {
    expect([text, replacementText].map((type) => type.check(' a '))).toEqual([{ value: ' a ' }, { value: ' a ' }]);
    expect(
      [text, replacementText, path, url, host, headerName, metricPrefix].map((type) => type.fromText!(' A ')),
    ).toEqual(Array.from({ length: 7 }, () => ' A '));
  });

  it.each([
    ['', 'write a text, or leave it out'],
    ['\t', 'write a text, or leave it out'],
    [null, 'write a text, or leave it out'],
    [1, 'write it in quotes'],
  ])('is not %j', (given, fix) => {
    expect(text.check(given)).toEqual(refusal('must be a non-empty string', fix));
  });

  it('may be empty where it replaces another', () => {
    expect(replacementText.check('')).toEqual({ value: '' });
    expect(replacementText.check(1)).toEqual(refusal('must be a string', 'write a text in quotes'));
  });

  it.each([
    [text, 'string'],
    [replacementText, 'string'],
    [path, 'path'],
    [url, 'URL'],
    [host, 'address'],
    [headerName, 'header name'],
    [metricPrefix, 'metric name prefix'],
  ])('is named in messages: %#', ({ name }, expected) => {
    expect(name).toBe(expected);
  });
});

describe('one of some words', () => {
  const choice = oneOf('off', 'plain', 'full');

  it('is read in any case, and stands in lower case', () => {
    expect(choice.fromText!('FULL')).toBe('full');
    expect(choice.check('full')).toEqual({ value: 'full' });
    expect(choice.name).toBe("'off' or 'plain' or 'full'");
  });

  it.each(['FULL', 'fu', '', 0, undefined])('is not %p', (given) => {
    expect(choice.check(given)).toEqual(
      refusal("must be 'off' or 'plain' or 'full'", "write 'off' or 'plain' or 'full'"),
    );
  });
});

describe('a path', () => {
  it.each([
    ['/', '/'],
    ['/metrics', '/metrics'],
    ['/metrics/', '/metrics'],
    ['/a/b/', '/a/b'],
    ['/%C3%A9', '/%C3%A9'],
  ])('%s is taken as %s', (given, expected) => {
    expect(path.check(given)).toEqual({ value: expected });
  });

  it.each([
    [undefined, 'must be a path', "write a path, e.g. '/metrics'"],
    [1, 'must be a path', "write a path, e.g. '/metrics'"],
    ['', "must start with '/'", "write '/'"],
    ['a/b', "must start with '/'", "write '/a/b'"],
    ['/a b', 'must be a plain path', "leave out spaces, '?' and '#'"],
    ['/a#b', 'must be a plain path', "leave out spaces, '?' and '#'"],
    ['/a?', 'must be a plain path', "leave out spaces, '?' and '#'"],
    ['/a//b///c', 'must stand as clients ask for it', "write '/a/b/c'"],
    ['/./a', 'must stand as clients ask for it', "write '/a'"],
    ['/é', 'must stand as clients ask for it', "write '/%C3%A9'"],
  ])('%j is refused', (given, fact, fix) => {
    expect(path.check(given)).toEqual(refusal(fact, fix));
  });
});

describe('a URL', () => {
  it.each(['http://a', 'https://a:1/b?c', 'HTTPS://A'])('may be %s', (given) => {
    expect(url.check(given)).toEqual({ value: given });
    expect(isHttpUrl(given)).toBe(true);
  });

  it.each([
    ['collector', 'write http://collector'],
    ['collector.example-1.com:4317', 'write http://collector.example-1.com:4317'],
    ['collector:', 'write e.g. http://localhost:4317'],
    ['collector:a', 'write e.g. http://localhost:4317'],
    ['collector:1/a', 'write e.g. http://localhost:4317'],
    ['//collector', 'write e.g. http://localhost:4317'],
    ['ahttp://a', 'write e.g. http://localhost:4317'],
    ['http:/a', 'write e.g. http://localhost:4317'],
    ['http://', 'write e.g. http://localhost:4317'],
    ['http://a:bad', 'write e.g. http://localhost:4317'],
    ['', 'write e.g. http://localhost:4317'],
    [4317, 'write e.g. http://localhost:4317'],
    [undefined, 'write e.g. http://localhost:4317'],
    [['http://a'], 'write e.g. http://localhost:4317'],
  ])('may not be %j', (given, fix) => {
    expect(url.check(given)).toEqual(refusal('must be an http or https URL', fix));
    expect(isHttpUrl(given)).toBe(false);
  });
});

describe('a host', () => {
  it.each(['localhost', '127.0.0.1', '::', 'fe80::1', 'my-host_1.example.com', 'a'])('may be %s', (given) => {
    expect(host.check(given)).toEqual({ value: given });
  });

  it.each(['', 'a b', 'a/b', 'a:1', '[::1]', '/a', 'a?', '999.999.999.999', '1.2.3.4.5', 1, undefined])(
    'may not be %j',
    (given) => {
      expect(host.check(given)).toEqual(
        refusal('must be a host name or an address', "write e.g. '0.0.0.0' or '127.0.0.1'"),
      );
    },
  );
});

describe('the name of a header', () => {
  it.each(['X-Request-Id', "!#$%&'*+.^_`|~09AZaz-"])('may be %s, in lower case', (given) => {
    expect(headerName.check(given)).toEqual({ value: given.toLowerCase() });
    expect(isHeaderName(given)).toBe(true);
  });

  it.each(['', 'a b', ' a', 'a ', 'a:', 'ä', '(a)'])('may not be %j', (given) => {
    expect(headerName.check(given)).toEqual(refusal('must be a header name', "write e.g. 'x-request-id'"));
    expect(isHeaderName(given)).toBe(false);
  });

  it('is a string', () => {
    expect(headerName.check(['a'])).toEqual(refusal('must be a header name', "write e.g. 'x-request-id'"));
  });
});

describe('the beginning of the names of metrics', () => {
  it.each(['', 'a', 'shop_', 'Shop:orders_1', '_', ':'])('may be %j', (given) => {
    expect(metricPrefix.check(given)).toEqual({ value: given });
  });

  it.each(['1shop', 'shop-', 'a b', ' a', 'a ', 1, undefined])('may not be %p', (given) => {
    expect(metricPrefix.check(given)).toEqual(
      refusal(
        'must be a valid beginning of a metric name',
        "use letters, digits and '_' and do not start with a digit, e.g. 'shop_'",
      ),
    );
  });
});
