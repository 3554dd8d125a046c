/** The type of `ai.prices`: what the application's providers charge, by model. */
import { nearestName } from './did-you-mean.js';
import { fromJson, isRecord, judge, refuse, type Complaint, type OptionType } from './option-type.js';

const EXAMPLE = "{ 'gpt-4o': { promptCents: 250, completionCents: 1000 } }";
const PRICES = ['promptCents', 'completionCents', 'cachedCents', 'cacheWriteCents', 'reasoningCents'];

export const priceTable: OptionType = {
  name: 'record of prices',
  textExample: '{"gpt-4o":{"promptCents":250,"completionCents":1000}}',
  fromText: fromJson,
  check: (candidate) => {
    if (!isRecord(candidate)) return refuse('must be an object of models and prices', `write e.g. ${EXAMPLE}`);
    const models = Object.entries(candidate);
    return judge(
      Object.fromEntries(models.map(([model, prices]) => [model, { ...(prices as object) }])),
      models.flatMap(([model, prices]) => checkModel(`['${model}']`, prices)),
    );
  },
};

function checkModel(at: string, prices: unknown): Complaint[] {
  if (!isRecord(prices))
    return [{ at, fact: 'must be an object of prices', got: prices, fix: `write e.g. ${EXAMPLE}` }];
  const missing: Complaint[] =
    prices.promptCents === undefined
      ? [{ at, fact: 'must say what its prompt tokens cost', got: prices, fix: 'add promptCents, per 1M tokens' }]
      : [];
  return [...missing, ...Object.entries(prices).flatMap(([name, price]) => checkPrice(at, name, price))];
}

function checkPrice(model: string, name: string, price: unknown): Complaint[] {
  const at = `${model}.${name}`;
  if (!PRICES.includes(name)) return [unknownPrice(at, name)];
  const isPrice = price === undefined || (typeof price === 'number' && Number.isFinite(price) && price >= 0);
  return isPrice
    ? []
    : [{ at, fact: 'must be a number of at least 0', got: price, fix: 'write e.g. 250, per 1M tokens' }];
}

function unknownPrice(at: string, name: string): Complaint {
  const near = nearestName(name, PRICES);
  const fix = near ? `rename it (did you mean ${near}?)` : `use ${PRICES.join(', ')}`;
  return { at, fact: 'is not an option', fix, code: 'OBS_ERR_OPTION_UNKNOWN' };
}
