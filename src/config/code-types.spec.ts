import { auditDestination, autoTraceChoice, callback, destination, ignoreRule, pluginList } from './code-types.js';

describe('what exists in code', () => {
  const shout = (): void => undefined;
  const stream = { write: shout };

  it.each([
    ['a function', callback, shout],
    ['a function that ignores', ignoreRule, shout],
    ['a stream', destination, stream],
    ['a stream for the audit', auditDestination, stream],
  ])('is taken as it is: %s', (_title, type, given) => {
    const verdict = type.check(given);

    expect('value' in verdict && verdict.value).toBe(given);
  });

  it.each([
    ['a stream that cannot write', { write: 'yes' }],
    ['nothing', undefined],
    ['a function', shout],
    ['a list', [stream]],
  ])('is no stream: %s', (_title, given) => {
    expect(destination.check(given)).toEqual({
      complaints: [{ fact: 'must be a stream with a write method', fix: 'give e.g. pino.destination(path)' }],
    });
  });

  it('cannot be written as text', () => {
    expect([callback, destination, pluginList].map(({ fromText }) => fromText)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    [callback, 'function'],
    [ignoreRule, 'list of paths, or a function'],
    [autoTraceChoice, 'boolean, or { include, exclude }'],
    [destination, 'stream'],
    [auditDestination, "'log', a path, or a stream"],
    [pluginList, 'list of plugins'],
  ])('is named in messages: %#', ({ name }, expected) => {
    expect(name).toBe(expected);
  });
});

describe('what is ignored', () => {
  it('may be paths, in code and as text', () => {
    expect(ignoreRule.check(['/favicon.ico'])).toEqual({ value: ['/favicon.ico'] });
    expect(ignoreRule.fromText!('/favicon.ico, /assets/*')).toEqual(['/favicon.ico', '/assets/*']);
  });

  it.each([[''], [['']], [[1]], [{}], [undefined]])('is refused: %j', (given) => {
    expect(ignoreRule.check(given)).toEqual({
      complaints: [{ fact: 'must be a list of paths or a function', fix: "write e.g. ['/favicon.ico', '/assets/*']" }],
    });
  });
});

describe('the choice of classes to trace', () => {
  it.each([
    [true, true],
    [false, false],
    [{}, {}],
    [{ include: [] }, { include: [] }],
    [{ include: undefined, exclude: ['Mailer'] }, { exclude: ['Mailer'] }],
    [{ include: ['Orders*'] }, { include: ['Orders*'] }],
    [
      { include: ['Orders*', 'Mailer'], exclude: ['*Repository'] },
      { include: ['Orders*', 'Mailer'], exclude: ['*Repository'] },
    ],
  ])('may be %j', (given, expected) => {
    expect(autoTraceChoice.check(given)).toEqual({ value: expected });
  });

  it('is copied, so that freezing it leaves the original alone', () => {
    const given = { include: ['Orders*'] };
    const verdict = autoTraceChoice.check(given);

    expect('value' in verdict && verdict.value).not.toBe(given);
  });

  it.each([
    ['on', true],
    ['FALSE', false],
    ['Orders*', 'Orders*'],
  ])('is read from the text %s', (given, expected) => {
    expect(autoTraceChoice.fromText!(given)).toBe(expected);
    expect(autoTraceChoice.textExample).toBe('true');
  });

  it.each([
    ['Orders*', [{ fact: 'must be true or false', fix: 'write true or false, without quotes' }]],
    [['Orders*'], [{ fact: 'must be true or false', fix: 'write true or false, without quotes' }]],
    [
      { includes: ['Orders*'] },
      [{ at: '.includes', fact: 'is no option', got: ['Orders*'], fix: 'use include and exclude' }],
    ],
    ...['Orders*', [''], ['Orders*', ''], [1], ['Orders*', 1], { 0: 'Orders*' }, null].map(
      (names): [object, object[]] => [
        { exclude: ['Mailer'], include: names },
        [{ at: '.include', fact: 'must be a list of class names', got: names, fix: "write e.g. ['Orders*']" }],
      ],
    ),
    [
      { include: 'a', exclude: 'b', only: 'c' },
      [
        { at: '.include', fact: 'must be a list of class names', got: 'a', fix: "write e.g. ['Orders*']" },
        { at: '.exclude', fact: 'must be a list of class names', got: 'b', fix: "write e.g. ['Orders*']" },
        { at: '.only', fact: 'is no option', got: 'c', fix: 'use include and exclude' },
      ],
    ],
  ])('is refused: %j', (given, complaints) => {
    expect(autoTraceChoice.check(given)).toEqual({ complaints });
  });
});

describe('where the audit goes', () => {
  it.each(['log', '/var/log/shop/audit.jsonl'])('may be %s, in code and as text', (given) => {
    expect(auditDestination.check(given)).toEqual({ value: given });
    expect(auditDestination.fromText!(given)).toBe(given);
    expect(auditDestination.textExample).toBe('/var/log/shop/audit.jsonl');
  });

  it.each([[' '], [1], [{}], [{ write: true }], [undefined]])('is refused: %j', (given) => {
    expect(auditDestination.check(given)).toEqual({
      complaints: [
        {
          fact: "must be 'log', a path, or a stream",
          fix: "write e.g. '/var/log/shop/audit.jsonl', or leave it out",
        },
      ],
    });
  });
});

describe('plugins', () => {
  const page = { id: 'desk', title: 'Desk', description: 'What lies on it.', sections: () => [] };

  it('stay as they are, in a list of our own', () => {
    const bare = { name: 'bare' };
    const whole = {
      name: 'whole',
      providers: [],
      handlers: [],
      instruments: [],
      spanProcessors: [],
      consolePages: [page],
    };
    const given = [bare, whole];

    const verdict = pluginList.check(given);

    expect(verdict).toEqual({ value: given });
    const plugins = 'value' in verdict ? (verdict.value as unknown[]) : [];
    expect(plugins).not.toBe(given);
    expect([plugins[0] === bare, plugins[1] === whole]).toEqual([true, true]);
  });

  it.each([
    ['no object', 'sentry'],
    ['nothing', undefined],
    ['without a name', {}],
    ['with a number for a name', { name: 1 }],
    ['with one provider for a list', { name: 'a', providers: {} }],
    ['with one handler for a list', { name: 'a', handlers: {} }],
    ['with one instrument for a list', { name: 'a', instruments: null }],
    ['with one processor for a list', { name: 'a', spanProcessors: 'all' }],
    ['with one page for a list', { name: 'a', consolePages: page }],
  ])('are refused: %s', (_title, plugin) => {
    expect(pluginList.check([{ name: 'good' }, plugin])).toEqual({
      complaints: [{ at: '[1]', fact: 'must be a plugin', got: plugin, fix: 'call its factory, e.g. sentry({ dsn })' }],
    });
  });

  it('are refused where the list has a hole', () => {
    expect(pluginList.check(Object.assign([], { 1: { name: 'good' } }))).toMatchObject({
      complaints: [{ at: '[0]', got: undefined }],
    });
  });

  it('are refused for a page of theirs, told by its place', () => {
    const verdict = pluginList.check([{ name: 'good' }, { name: 'cache', consolePages: [page, { ...page, id: 'A' }] }]);

    expect(verdict).toEqual({
      complaints: [
        {
          at: '[1].consolePages[1].id',
          fact: 'must be lower-case words with hyphens, at most 40 characters',
          got: 'A',
          fix: "write e.g. 'order-desk'",
        },
      ],
    });
  });
});
