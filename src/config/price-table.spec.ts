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
