/** All models together. */
import type { AiModelRow } from '../../../shapes/index.js';

export interface AiTotals {
  readonly calls: number;
  readonly errors: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cachedTokens: number;
  /** Null where no model has a price. */
  readonly costCents: number | null;
}

export function totalsOf(models: readonly AiModelRow[]): AiTotals {
  const sum = (figureOf: (model: AiModelRow) => number): number =>
    models.reduce((total, one) => total + figureOf(one), 0);
  return {
    calls: sum(({ calls }) => calls),
    errors: sum(({ errors }) => errors),
    promptTokens: sum(({ promptTokens }) => promptTokens),
    completionTokens: sum(({ completionTokens }) => completionTokens),
    cachedTokens: sum(({ cachedTokens }) => cachedTokens),
    costCents: models.every(({ costCents }) => costCents === null) ? null : sum(({ costCents }) => costCents ?? 0),
  };
}

/** Those without a price last, by their calls. */
export function dearestFirst(models: readonly AiModelRow[]): AiModelRow[] {
  return models.toSorted((left, right) => (right.costCents ?? -1) - (left.costCents ?? -1) || right.calls - left.calls);
}
