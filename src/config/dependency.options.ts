/** Types of the options about what an application works with. */

export interface DatabaseOptions {
  /** Observe it at all. @default true */
  enabled?: boolean;
  /** Statements on spans, every literal removed. @default true */
  statements?: boolean;
}

/** Language models: what they cost, and what is recorded of them. */
export interface AiOptions {
  /**
   * What models cost, by `model` or `provider/model` (which wins); the names are compared as they are. A call of a model that is
   * not in here has no cost: `ai_unpriced_calls_total` counts it.
   * @default {}
   */
  prices?: Readonly<Record<string, ModelPrice>>;
  /** Prompts and answers on spans, redacted. They are often personal data, and large. @default false */
  recordContent?: boolean;
  /** Characters of the prompts, and of the answers, on one span; older messages go first, long texts are cut. @default 8192 */
  maxContentLength?: number;
}

/**
 * What the tokens of a model cost.
 * In cents per 1 million tokens: a published price of $2.50 is 250.
 *
 * @example
 * ```ts
 * const prices: Record<string, ModelPrice> = {
 *   'gpt-5-mini': { promptCents: 25, completionCents: 200, cachedCents: 2.5 },
 * };
 *
 * ObservabilityModule.forRoot({ ai: { prices } });
 * ```
 */
export interface ModelPrice {
  readonly promptCents: number;
  /** Leave it out for models that only read, such as embeddings. */
  readonly completionCents?: number;
  /** Prompt tokens read from the provider's cache. @default promptCents */
  readonly cachedCents?: number;
  /** Prompt tokens written into that cache. @default promptCents */
  readonly cacheWriteCents?: number;
  /** Completion tokens spent on reasoning. @default completionCents */
  readonly reasoningCents?: number;
}

/** Which classes have their methods traced without a decorator. */
export interface AutoTraceOptions {
  /** Only these classes. @default all of the application's own */
  include?: readonly string[];
  exclude?: readonly string[];
}
