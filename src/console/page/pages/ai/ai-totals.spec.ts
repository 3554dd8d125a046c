import type { AiModelRow } from '../../../shapes/index.js';
import { dearestFirst, totalsOf } from './ai-totals.js';

const model = (name: string, calls: number, costCents: number | null): AiModelRow => ({
  provider: 'acme',
  model: name,
  tier: 'free',
  calls,
  errors: 1,
  promptTokens: 10,
  completionTokens: 5,
  cachedTokens: 2,
  costCents,
  p50Ms: 1,
  p95Ms: 2,
  firstTokenP50Ms: null,
});

it('All models together cost what those with a price do', () => {
  expect(totalsOf([model('large', 3, 1.5), model('free', 2, null)])).toEqual({
    calls: 5,
    errors: 2,
    promptTokens: 20,
    completionTokens: 10,
    cachedTokens: 4,
    costCents: 1.5,
  });
});

it('Without any price there is no cost, which is not the same as none to pay', () => {
  expect(totalsOf([model('free', 2, null)]).costCents).toBeNull();
});

it('The dearest stands first, those without a price last by their calls', () => {
  const models = [model('a', 1, null), model('b', 9, null), model('c', 1, 0), model('d', 1, 7)];

  expect(dearestFirst(models).map((one) => one.model)).toEqual(['d', 'c', 'b', 'a']);
});
