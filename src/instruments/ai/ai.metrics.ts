/** How calls of models are measured. `tier` is the application's own word for who pays what, a handful of values. */
import type { MetricDefinition, OperationConvention } from '../../kernel/index.js';

const family = 'AI / LLM';

/** In seconds, each twice the one before: a cached embedding and an answer that reasons for a minute are both told apart. */
const AI_DURATION_BUCKETS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

export const aiTokens = {
  name: 'ai_tokens_total',
  type: 'counter',
  unit: 'count',
  help: 'Tokens by type: prompt (without the cached ones), cached, completion (reasoning included); their sum is all of them',
  labelNames: ['provider', 'model', 'type'],
  family,
} as const satisfies MetricDefinition;

export const aiCost = {
  name: 'ai_cost_cents_total',
  type: 'counter',
  unit: 'cents',
  help: "Cost of the reported tokens by the application's price table, in cents",
  labelNames: ['provider', 'model', 'tier'],
  family,
} as const satisfies MetricDefinition;

export const aiUnpricedCalls = {
  name: 'ai_unpriced_calls_total',
  type: 'counter',
  unit: 'count',
  help: 'Calls whose cost is not known: their model has no price, or the provider reported no tokens',
  labelNames: ['provider', 'model'],
  family,
} as const satisfies MetricDefinition;

export const aiTimeToFirstToken = {
  name: 'ai_time_to_first_token_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from a call of a model to the first token of its answer',
  labelNames: ['provider'],
  buckets: AI_DURATION_BUCKETS,
  family,
} as const satisfies MetricDefinition;

export const aiErrors = {
  name: 'ai_errors_total',
  type: 'counter',
  unit: 'count',
  help: 'Calls of a model that failed, by class of the error; canceled ones are none',
  labelNames: ['provider', 'error_type'],
  family,
} as const satisfies MetricDefinition;

export const aiConvention: OperationConvention = {
  kind: 'ai.completion',
  labelNames: ['provider', 'streaming'],
  measures: [
    {
      definition: {
        name: 'ai_completion_duration_seconds',
        type: 'histogram',
        unit: 'seconds',
        help: 'Time from a call of a model to the end of its answer',
        labelNames: ['provider', 'streaming'],
        buckets: AI_DURATION_BUCKETS,
        family,
      },
      value: 'duration',
    },
  ],
};

export const aiMetrics: readonly MetricDefinition[] = [
  aiTokens,
  aiCost,
  ...aiConvention.measures.map(({ definition }) => definition),
  aiTimeToFirstToken,
  aiErrors,
  aiUnpricedCalls,
];
