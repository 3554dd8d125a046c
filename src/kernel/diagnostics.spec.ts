import { Diagnostics, type DiagnosticCount } from './diagnostics.js';

function told() {
  const warnings: string[] = [];
  const news: string[] = [];
  const diagnostics = new Diagnostics((message) => warnings.push(message));
  diagnostics.warnThrough(
    (message) => warnings.push(message),
    (message) => news.push(message),
  );
  return { diagnostics, warnings, news };
}

const counts = (of: ReadonlyMap<string, DiagnosticCount>): readonly DiagnosticCount[] => [...of.values()];
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('what the library says about itself', () => {
  it('counts each failure, and warns once for a handler and phase', () => {
    const { diagnostics, warnings } = told();

    diagnostics.failed('metrics', 'end', new TypeError('no cell'));
    diagnostics.failed('metrics', 'end', new TypeError('no cell'));
    diagnostics.failed('metrics', 'start', 'text');

    expect(counts(diagnostics.failures)).toEqual([
      { labels: { handler: 'metrics', phase: 'end' }, value: 2 },
      { labels: { handler: 'metrics', phase: 'start' }, value: 1 },
    ]);
    expect(warnings).toEqual([
      'metrics failed in end: TypeError: no cell. The request is unaffected; further failures are only counted.',
      'metrics failed in start: text. The request is unaffected; further failures are only counted.',
    ]);
  });

  it('warns of an error that cannot be shown', () => {
    const { diagnostics, warnings } = told();

    diagnostics.failed('metrics', 'end', Object.create(null));

    expect(warnings[0]).toContain('metrics failed in end: an error that cannot be shown.');
  });

  it('counts what was given up, however much at once', () => {
    const { diagnostics } = told();

    diagnostics.dropped('spans', 'queue_full', 5);
    diagnostics.dropped('spans', 'queue_full');
    diagnostics.dropped('span', 'squeue_full');

    expect(counts(diagnostics.drops)).toEqual([
      { labels: { signal: 'spans', reason: 'queue_full' }, value: 6 },
      { labels: { signal: 'span', reason: 'squeue_full' }, value: 1 },
    ]);
  });

  it('counts each misuse, and advises once', () => {
    const { diagnostics, warnings } = told();

    for (let use = 0; use < 3; use++) diagnostics.misused('orders_total', 'negative', 'a counter only grows');
    diagnostics.misused('orders_total', 'not_a_number', 'a value is a number');

    expect(counts(diagnostics.misuses).map(({ value }) => value)).toEqual([3, 1]);
    expect(warnings).toEqual([
      'orders_total: a counter only grows. Further ones are only counted.',
      'orders_total: a value is a number. Further ones are only counted.',
    ]);
  });

  it('says once that the cause of a warning is over, and warns again the next time', () => {
    const { diagnostics, warnings, news } = told();

    diagnostics.recovered('collector', 'never gone');
    diagnostics.warnOnce('collector', 'gone');
    diagnostics.warnOnce('collector', 'gone');
    diagnostics.recovered('collector', 'back');
    diagnostics.recovered('collector', 'back');
    diagnostics.warnOnce('collector', 'gone again');

    expect([warnings, news]).toEqual([['gone', 'gone again'], ['back']]);
  });

  it('survives a logger that throws', () => {
    const { diagnostics } = told();
    const broken = () => {
      throw new Error('no disk');
    };
    diagnostics.warnThrough(broken, broken);

    expect(() => {
      diagnostics.warnOnce('collector', 'gone');
      diagnostics.recovered('collector', 'back');
    }).not.toThrow();
  });

  it('tells Node as long as there is no logger', () => {
    const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation();

    new Diagnostics().warnOnce('collector', 'gone');

    expect(emitWarning.mock.calls).toEqual([['gone', 'ObservabilityWarning']]);
    emitWarning.mockRestore();
  });
});

describe("a user's callback", () => {
  it('gives what it returns, and the fallback where it throws', () => {
    const { diagnostics } = told();
    const values = [null, undefined, 0, { then: 'a word' }];

    expect(values.map((value) => diagnostics.safely<unknown>('tracing', 'name', () => value, 'fallback'))).toEqual(
      values,
    );
    expect(
      diagnostics.safely(
        'tracing',
        'name',
        () => {
          throw new Error('no');
        },
        'fallback',
      ),
    ).toBe('fallback');
    expect(counts(diagnostics.failures)).toEqual([{ labels: { handler: 'tracing', phase: 'name' }, value: 1 }]);
  });

  it('must not return a promise, and where that rejects, it is a second failure', async () => {
    const { diagnostics, warnings } = told();

    const given = diagnostics.safely<unknown>('tracing', 'name', () => Promise.reject(new Error('late')), 'fallback');
    await settled();

    expect(given).toBe('fallback');
    expect(counts(diagnostics.failures)).toEqual([{ labels: { handler: 'tracing', phase: 'name' }, value: 2 }]);
    expect(warnings).toEqual([
      'tracing failed in name: TypeError: a promise was returned where a plain value is expected. ' +
        'The request is unaffected; further failures are only counted.',
    ]);
  });

  it('that is called for its effect may, and fails when that rejects or cannot be asked', async () => {
    const { diagnostics } = told();
    const hostile = Object.defineProperty({}, 'then', {
      get: () => {
        throw new Error('hostile');
      },
    });

    for (const result of [undefined, null, 'text', {}, Promise.resolve()]) diagnostics.follow('audit', 'fine', result);
    diagnostics.follow('audit', 'rejects', Promise.reject(new Error('late')));
    diagnostics.follow('audit', 'hostile', hostile);
    await settled();

    expect(counts(diagnostics.failures).map(({ labels }) => labels['phase'])).toEqual(['hostile', 'rejects']);
  });
});
