import { priceTable } from './price-table.js';
import { resolveConfig } from './resolve-config.js';

describe('ai.prices', () => {
  it('is taken as it is, from code or as JSON from the environment', () => {
    const prices = {
      'gpt-4o': { promptCents: 250, cachedCents: 125, completionCents: 1000 },
      'local/llama': { promptCents: 0 },
    };

    const inCode = resolveConfig({ ai: { prices } }, { env: {} });
    const inEnvironment = resolveConfig({}, { env: { OBSERVABILITY_AI_PRICES: JSON.stringify(prices) } });

    expect(inCode.ai.prices).toEqual(prices);
    expect(inEnvironment.ai.prices).toEqual(prices);
    expect(resolveConfig({}, { env: {} }).ai).toEqual({ prices: {}, recordContent: false, maxContentLength: 8192 });
  });

  it.each([
    ['free of charge', /ai\.prices must be an object of models and prices; got "free of charge"/],
    [{ 'gpt-4o': 250 }, /ai\.prices\['gpt-4o'\] must be an object of prices; got 250/],
    [{ 'gpt-4o': { completionCents: 1 } }, /ai\.prices\['gpt-4o'\] must say what its prompt tokens cost/],
    [{ 'gpt-4o': { promptCents: -1 } }, /ai\.prices\['gpt-4o'\]\.promptCents must be a number of at least 0; got -1/],
    [{ 'gpt-4o': { promptCents: 1, cachedCents: '1' } }, /\.cachedCents must be a number of at least 0; got "1"/],
    [{ 'gpt-4o': { promptCents: 1, cacheCents: 1 } }, /\.cacheCents is not an option.*did you mean cachedCents\?/],
    [{ 'gpt-4o': { promptCents: 1, dollars: 1 } }, /\.dollars is not an option/],
  ])('refuses %j', (prices, message) => {
    expect(() => resolveConfig({ ai: { prices: prices as never } }, { env: {} })).toThrow(message);
  });
});

describe('the prices of a model', () => {
  const names = ['promptCents', 'completionCents', 'cachedCents', 'cacheWriteCents', 'reasoningCents'];
  const at = "['gpt-4o']";

  it.each(names)('may have %s, of which one may be left open', (name) => {
    const prices = { promptCents: 1, [name]: 0.5 };

    expect(priceTable.check({ 'gpt-4o': prices })).toEqual({ value: { 'gpt-4o': prices } });
    expect(priceTable.check({ 'gpt-4o': { cachedCents: undefined, ...prices } })).toMatchObject({
      value: { 'gpt-4o': prices },
    });
  });

  it('are copied', () => {
    const prices = { promptCents: 1 };
    const verdict = priceTable.check({ 'gpt-4o': prices });

    expect('value' in verdict && (verdict.value as Record<string, unknown>)['gpt-4o']).not.toBe(prices);
  });

  const example = "write e.g. { 'gpt-4o': { promptCents: 250, completionCents: 1000 } }";

  it.each([
    [[], [{ fact: 'must be an object of models and prices', fix: example }]],
    ...[1, null, [1]].map((got): [object, object[]] => [
      { 'gpt-4o': got },
      [{ at, fact: 'must be an object of prices', got, fix: example }],
    ]),
    [
      { 'gpt-4o': {} },
      [{ at, fact: 'must say what its prompt tokens cost', got: {}, fix: 'add promptCents, per 1M tokens' }],
    ],
    ...[-1, Infinity, Number.NaN, '1', null].map((got): [object, object[]] => [
      { 'gpt-4o': { promptCents: got } },
      [
        {
          at: `${at}.promptCents`,
          fact: 'must be a number of at least 0',
          got,
          fix: 'write e.g. 250, per 1M tokens',
        },
      ],
    ]),
    [
      { 'gpt-4o': { promptCents: 1, dollars: 1 } },
      [
        {
          at: `${at}.dollars`,
          fact: 'is not an option',
          fix: `use ${names.join(', ')}`,
          code: 'OBS_ERR_OPTION_UNKNOWN',
        },
      ],
    ],
  ])('may not be %j', (given, complaints) => {
    expect(priceTable.check(given)).toEqual({ complaints });
  });

  it('are named in messages', () => {
    expect([priceTable.name, priceTable.textExample]).toEqual([
      'record of prices',
      '{"gpt-4o":{"promptCents":250,"completionCents":1000}}',
    ]);
  });
});
