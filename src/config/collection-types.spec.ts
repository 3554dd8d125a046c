import {
  ascendingBounds,
  byteRecord,
  headerNames,
  headerRecord,
  labelRecord,
  listFromText,
  patternList,
  recordFromText,
  resourceAttributes,
  samplingRules,
  slowRoutes,
  splitList,
  stringList,
  urlRecord,
} from './collection-types.js';

const refusal = (fact: string, fix: string): object => ({ complaints: [{ fact, fix }] });

describe('a list as text', () => {
  it.each([
    ['a,b', ['a', 'b']],
    [' a , ,b ,', ['a', 'b']],
    ['["a,b","c"]', ['a,b', 'c']],
    ['[a', '[a'],
    ['', []],
  ])('%j is read as %j', (given, expected) => {
    expect(listFromText(given)).toEqual(expected);
    expect(stringList.fromText!(given)).toEqual(expected);
    expect(headerNames.fromText!(given)).toEqual(expected);
  });

  it('is split at each comma', () => {
    expect(splitList('[a,b]')).toEqual(['[a', 'b]']);
  });
});

describe('a record as text', () => {
  it.each([
    ['a=1,b=2', { a: '1', b: '2' }],
    [' a = 1 , b = 2 ', { a: '1', b: '2' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=', { a: '' }],
    ['{"a":"1"}', { a: '1' }],
    ['{a', '{a'],
    ['a', 'a'],
    ['a=1,b', 'a=1,b'],
    ['=1', '=1'],
    [' =1', ' =1'],
    ['', {}],
  ])('%j is read as %j', (given, expected) => {
    expect(recordFromText(given, (value) => value)).toEqual(expected);
    expect(labelRecord.fromText!(given)).toEqual(expected);
    expect(headerRecord.fromText!(given)).toEqual(expected);
    expect(resourceAttributes.fromText!(given)).toEqual(expected);
    expect(urlRecord.fromText!(given)).toEqual(expected);
  });

  it.each([
    ['byteRecord', byteRecord],
    ['slowRoutes', slowRoutes],
  ])('of numbers holds numbers: %s', (_name, type) => {
    expect(type.fromText!('/data = 1e9, /log=many')).toEqual({ '/data': 1_000_000_000, '/log': 'many' });
  });

  it.each([
    [headerRecord, 'record of strings', 'api-key=…'],
    [resourceAttributes, 'record of strings', 'team.name=shop'],
    [labelRecord, 'record of strings', 'team=shop'],
    [byteRecord, 'record of numbers', '/data=1000000000'],
    [slowRoutes, 'record of numbers', 'GET /reports=5000'],
    [urlRecord, 'record of URLs', 'payments=http://payments/health'],
  ])('has a name and an example for messages: %#', ({ name, textExample }, expectedName, expectedExample) => {
    expect([name, textExample]).toEqual([expectedName, expectedExample]);
  });
});

describe('a list of strings', () => {
  it('is a copy', () => {
    const given = ['a', ' b '];
    const verdict = stringList.check(given);

    expect(verdict).toEqual({ value: ['a', ' b '] });
    expect('value' in verdict && verdict.value).not.toBe(given);
  });

  it.each([['a'], [['a', '']], [['a', ' ']], [[1]], [{ 0: 'a' }], [undefined]])('is not %j', (given) => {
    expect(stringList.check(given)).toEqual(refusal('must be a list of non-empty strings', "write e.g. ['a', 'b']"));
  });
});

describe('names of headers', () => {
  it('are in lower case, as Node names them', () => {
    expect(headerNames.check(['Content-Type', 'x-Team', 'user-agent'])).toEqual({
      value: ['content-type', 'x-team', 'user-agent'],
    });
    expect(headerNames.check([])).toEqual({ value: [] });
  });

  it.each([['content-type'], [['content type']], [['ok', 'bad:name']], [['']], [[1]], [undefined]])(
    'are not %j',
    (given) => {
      expect(headerNames.check(given)).toEqual(
        refusal('must be a list of header names', "write e.g. ['content-type', 'user-agent']"),
      );
    },
  );
});

describe('bounds', () => {
  it.each([
    ['0.1, 0.5,1', [0.1, 0.5, 1]],
    ['[0.1,"0.5",true]', [0.1, 0.5, true]],
    ['0.1,fast', [0.1, 'fast']],
    ['[0.1', '[0.1'],
  ])('are read from the text %s', (given, expected) => {
    expect(ascendingBounds.fromText!(given)).toEqual(expected);
  });

  it.each([[[0.001]], [[1, 2, 10]], [[0.5, 9, 10, 100]]])('may be %j', (given) => {
    expect(ascendingBounds.check(given)).toEqual({ value: given });
  });

  it.each([
    [[10, 9], 'sort them, e.g. [9, 10]'],
    [[1, 3, 2], 'sort them, e.g. [1, 2, 3]'],
    [[100, 9, 9], 'sort them, e.g. [9, 100]'],
  ])('have to ascend: %j', (given, fix) => {
    expect(ascendingBounds.check(given)).toEqual(refusal('must ascend', fix));
  });

  it.each([[1], [['1']], [[1, undefined]], [[-1, 1]], [[Number.NaN]]])('are not %j', (given) => {
    expect(ascendingBounds.check(given)).toEqual(
      refusal('must be a list of finite numbers above 0', 'write e.g. [0.05, 0.1, 0.5]'),
    );
  });
});

describe('patterns', () => {
  it.each([
    ['a,b', ['a,b']],
    ['["a","b,c"]', ['a', 'b,c']],
    ['[a-z]+', '[a-z]+'],
  ])('are read from the text %s', (given, expected) => {
    expect(patternList.fromText!(given)).toEqual(expected);
  });

  it.each<[string | RegExp, RegExp]>([
    [/a/g, /a/g],
    ['sk-[a-z]+', /sk-[a-z]+/],
    ['/a/gi', /a/gi],
    ['/a/b/', /a\/b/],
    ['/a', /\/a/],
    ['x/a/g', /x\/a\/g/],
    ['/a/G', /\/a\/G/],
    ['/a\nb/i', /a\nb/i],
  ])('are compiled: %j', (given, { source, flags }) => {
    const verdict = patternList.check([given]);

    const [compiled] = 'value' in verdict ? (verdict.value as RegExp[]) : [];
    expect([compiled?.source.replaceAll('\n', '\\n'), compiled?.flags]).toEqual([source, flags]);
  });

  it('may be none', () => {
    expect(patternList.check([])).toEqual({ value: [] });
  });

  it.each(['(', '/a/zz', '', ' ', 1, null])('are refused: %j', (pattern) => {
    expect(patternList.check(['a', pattern])).toEqual({
      complaints: [
        {
          at: '[1]',
          fact: 'must be a regular expression',
          got: pattern,
          fix: 'write e.g. /sk-[a-z]+/ in code, or "sk-[a-z]+" elsewhere',
        },
      ],
    });
  });
});

describe('sampling rules', () => {
  it.each([
    [
      '/orders/:id=0.5,/internal/*=0',
      [
        { route: '/orders/:id', ratio: 0.5 },
        { route: '/internal/*', ratio: 0 },
      ],
    ],
    [' /a = 1 ', [{ route: '/a', ratio: 1 }]],
    ['/a?b=c=0.1', [{ route: '/a?b=c', ratio: 0.1 }]],
    ['/a=half,/b', [{ route: '/a', ratio: 'half' }, '/b']],
    ['=1', [{ route: '', ratio: 1 }]],
    ['[{"route":"/a","ratio":1}]', [{ route: '/a', ratio: 1 }]],
  ])('are read from the text %s', (given, expected) => {
    expect(samplingRules.fromText!(given)).toEqual(expected);
  });

  it.each([0, 0.5, 1])('record any share: %d', (ratio) => {
    expect(samplingRules.check([{ route: '/', ratio }])).toEqual({ value: [{ route: '/', ratio }] });
  });

  it.each([['/orders=1'], [{ route: '/orders', ratio: 1 }], [undefined]])('are not %j', (given) => {
    expect(samplingRules.check(given)).toEqual(
      refusal('must be a list of rules', "write e.g. [{ route: '/orders/:id', ratio: 0.5 }]"),
    );
  });

  it.each([['/a'], [['/a', 1]], [null]])('hold no %j', (rule) => {
    expect(samplingRules.check([{ route: '/a', ratio: 1 }, rule])).toEqual({
      complaints: [
        { at: '[1]', fact: 'must be a rule', got: rule, fix: "write e.g. { route: '/orders/:id', ratio: 0.5 }" },
      ],
    });
  });

  it.each([
    ['route', 'orders', "must start with '/'", "write e.g. '/orders/:id' or '/internal/*'"],
    ['route', 1, "must start with '/'", "write e.g. '/orders/:id' or '/internal/*'"],
    ['route', undefined, "must start with '/'", "write e.g. '/orders/:id' or '/internal/*'"],
    ['ratio', -0.1, 'must be a number from 0 to 1', 'write e.g. 0.5'],
    ['ratio', 1.1, 'must be a number from 0 to 1', 'write e.g. 0.5'],
    ['ratio', '1', 'must be a number from 0 to 1', 'write e.g. 0.5'],
    ['ratio', Number.NaN, 'must be a number from 0 to 1', 'write e.g. 0.5'],
  ])('have no %s of %p', (key, got, fact, fix) => {
    expect(samplingRules.check([{ route: '/a', ratio: 1, [key]: got }])).toEqual({
      complaints: [{ at: `[0].${key}`, fact, got, fix }],
    });
  });

  it.each([
    ['ratoi', 'rename it (did you mean ratio?)'],
    ['probability', 'use route and ratio'],
  ])('know no %s', (key, fix) => {
    expect(samplingRules.check([{ route: '/a', ratio: 1, [key]: 1 }])).toEqual({
      complaints: [{ at: `[0].${key}`, fact: 'is not an option', fix, code: 'OBS_ERR_OPTION_UNKNOWN' }],
    });
  });

  it('are named in messages', () => {
    expect([stringList, headerNames, ascendingBounds, patternList, samplingRules].map(({ name }) => name)).toEqual([
      'list of strings',
      'list of header names',
      'ascending list of numbers',
      'list of regular expressions',
      'list of { route, ratio }',
    ]);
  });
});

describe('a record', () => {
  it.each([
    ['headerRecord', headerRecord, "{ 'api-key': '…' }"],
    ['resourceAttributes', resourceAttributes, "{ 'team.name': 'shop' }"],
    ['labelRecord', labelRecord, "{ team: 'shop' }"],
    ['byteRecord', byteRecord, "{ '/data': 1000000000 }"],
    ['slowRoutes', slowRoutes, "{ 'GET /reports': 5000 }"],
    ['urlRecord', urlRecord, "{ payments: 'http://payments/health' }"],
  ])('is an object, may be empty and is copied: %s', (_name, { check }, example) => {
    const given = {};
    const verdict = check(given);

    expect(verdict).toEqual({ value: {} });
    expect('value' in verdict && verdict.value).not.toBe(given);
    expect([check([]), check('a=b'), check(null)]).toEqual(
      Array.from({ length: 3 }, () => refusal('must be an object of names and values', `write e.g. ${example}`)),
    );
  });

  it('complains about a name and its value alike', () => {
    expect(labelRecord.check({ le: 1 })).toEqual({
      complaints: [
        {
          at: "['le']",
          got: 'le',
          fact: 'is a label name Prometheus keeps for itself',
          fix: 'choose another name',
        },
        { at: "['le']", fact: 'must be a string', got: 1, fix: "write e.g. { team: 'shop' }" },
      ],
    });
  });
});

describe('headers', () => {
  it.each(['', 'Bearer a~ b', '\t'])('may be %j', (value) => {
    expect(headerRecord.check({ 'X-Key': value })).toEqual({ value: { 'X-Key': value } });
  });

  it.each(['a\nb', 'ä', 'aä', 'äa', '\u007F', 1, undefined])('may not be %j', (got) => {
    expect(headerRecord.check({ 'api-key': got })).toEqual({
      complaints: [
        {
          at: "['api-key']",
          fact: 'must be a string of one line, in ASCII',
          got,
          fix: "write e.g. { 'api-key': '…' }",
        },
      ],
    });
  });

  it.each(['a b', '', 'a:', 'ä'])('may not be called %j', (key) => {
    expect(headerRecord.check({ [key]: 'x' })).toEqual({
      complaints: [
        {
          at: `['${key}']`,
          got: key,
          fact: 'must be a header name',
          fix: "use letters, digits and '-', e.g. 'api-key'",
        },
      ],
    });
  });
});

describe('resource attributes', () => {
  it('are strings by any name', () => {
    expect(resourceAttributes.check({ 'team.name': 'shop', 'service.namespace': '' })).toEqual({
      value: { 'team.name': 'shop', 'service.namespace': '' },
    });
    expect(resourceAttributes.check({ team: 1 })).toEqual({
      complaints: [{ at: "['team']", fact: 'must be a string', got: 1, fix: "write e.g. { 'team.name': 'shop' }" }],
    });
  });

  it.each([
    ['service.name', 'service.name'],
    ['service.version', 'service.version'],
    ['service.instance.id', 'service.instanceId'],
  ])('leave %s to its own option', (got, option) => {
    expect(resourceAttributes.check({ [got]: 'orders' })).toEqual({
      complaints: [{ at: `['${got}']`, got, fact: 'has an option of its own', fix: `set ${option} instead` }],
    });
  });
});

describe('labels', () => {
  it.each(['team', 'Team_2', '_team', 'les', 'a__b'])('may be called %s', (key) => {
    expect(labelRecord.check({ [key]: 'shop' })).toEqual({ value: { [key]: 'shop' } });
  });

  it.each(['le', 'quantile', '__name__', '__a'])('may not be called %s, which is taken', (got) => {
    expect(labelRecord.check({ [got]: 'shop' })).toEqual({
      complaints: [
        { at: `['${got}']`, got, fact: 'is a label name Prometheus keeps for itself', fix: 'choose another name' },
      ],
    });
  });

  it.each(['2team', 'my-team', 'team.', ''])('may not be called %j', (got) => {
    expect(labelRecord.check({ [got]: 'shop' })).toEqual({
      complaints: [
        {
          at: `['${got}']`,
          got,
          fact: 'must be a label name',
          fix: "use letters, digits and '_' and do not start with a digit",
        },
      ],
    });
  });
});

describe('bytes and thresholds', () => {
  it.each([0, 0.5, 5000])('may be %d', (value) => {
    expect(byteRecord.check({ '/data': value })).toEqual({ value: { '/data': value } });
    expect(slowRoutes.check({ 'GET /reports': value })).toEqual({ value: { 'GET /reports': value } });
  });

  it.each([-1, Infinity, Number.NaN, '5', null, undefined])('may not be %p', (got) => {
    const fact = 'must be a number of at least 0';

    expect(byteRecord.check({ '/data': got })).toEqual({
      complaints: [{ at: "['/data']", fact, got, fix: "write e.g. { '/data': 1000000000 }" }],
    });
    expect(slowRoutes.check({ 'GET /reports': got })).toEqual({
      complaints: [{ at: "['GET /reports']", fact, got, fix: "write e.g. { 'GET /reports': 5000 }" }],
    });
  });

  it.each(['GET /', 'DELETE /orders/:id', 'PROPFIND /a/*'])('are for a verb and a template: %s', (key) => {
    expect(slowRoutes.check({ [key]: 1 })).toEqual({ value: { [key]: 1 } });
  });

  it.each(['GET', '/reports', 'get /reports', 'GET reports', ' GET /reports', 'GET /a b', 'GET  /a', ' /a'])(
    'are for no %j',
    (got) => {
      expect(slowRoutes.check({ [got]: 1 })).toEqual({
        complaints: [
          {
            at: `['${got}']`,
            got,
            fact: 'must be a verb and the template of a route',
            fix: "write e.g. 'GET /orders/:id'",
          },
        ],
      });
    },
  );
});

describe('URLs by name', () => {
  it.each(['payments', 'ftp://payments', 1])('may not be %j', (got) => {
    expect(urlRecord.check({ ledger: 'https://ledger', payments: got })).toEqual({
      complaints: [
        {
          at: "['payments']",
          fact: 'must be an http or https URL',
          got,
          fix: "write e.g. { payments: 'http://payments/health' }",
        },
      ],
    });
  });

  it('are kept as they are said', () => {
    expect(urlRecord.check({ 'any name': 'HTTP://Ledger' })).toEqual({ value: { 'any name': 'HTTP://Ledger' } });
  });
});
