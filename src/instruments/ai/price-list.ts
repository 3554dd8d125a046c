/** What calls cost by the application's own table. A price is never guessed: what is not in the table has none. */
import type { ModelPrice } from '../../config/index.js';
import type { AiUsage } from '../../kernel/index.js';

/** Who answered; the model that was asked for may be an alias of the one that did. */
export interface Answerer {
  readonly provider: string;
  readonly models: readonly string[];
}

/** What a price is for. */
const TOKENS = 1_000_000;

export class PriceList {
  private readonly prices: ReadonlyMap<string, ModelPrice>;

  constructor(prices: Readonly<Record<string, ModelPrice>>) {
    this.prices = new Map(Object.entries(prices));
  }

  /** Undefined when the table has no price for the model, or none for tokens that it wrote. */
  costCents(answerer: Answerer, usage: AiUsage): number | undefined {
    const price = this.priceOf(answerer);
    return price === undefined ? undefined : costCents(price, usage);
  }

  private priceOf({ provider, models }: Answerer): ModelPrice | undefined {
    const names = models.flatMap((model) => [`${provider}/${model}`, model]);
    const known = names.find((name) => this.prices.has(name));
    return known === undefined ? undefined : this.prices.get(known);
  }
}

function costCents(price: ModelPrice, usage: AiUsage): number | undefined {
  const { promptCents, cachedCents = promptCents, cacheWriteCents = promptCents, completionCents } = price;
  if (completionCents === undefined && usage.completion > 0) return undefined;
  const { prompt, cached = 0, cacheWrite = 0, completion, reasoning = 0 } = usage;
  const { reasoningCents = completionCents ?? 0 } = price;
  const cost =
    (prompt - cached - cacheWrite) * promptCents +
    cached * cachedCents +
    cacheWrite * cacheWriteCents +
    (completion - reasoning) * (completionCents ?? 0) +
    reasoning * reasoningCents;
  // One division at the end: divided one by one, many small costs would each be rounded.
  return cost / TOKENS;
}
