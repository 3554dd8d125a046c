import type { Runbook } from '../runbook.js';

export const highAiCosts: Runbook = {
  meaning:
    'Calls of AI models have cost more in the last hour than planned. Costs are the reported tokens times the price table of the application; calls of models without a price are not in them.',
  firstLook: [
    'Ask which model and which tier spends the money.',
    'Compare the number of calls with the tokens per call: more users, or longer prompts?',
    'Look for a loop: an agent, a retry, a job that begins anew.',
  ],
  causes: [
    'A job or an agent calls a model in a loop.',
    'A dearer model is used than was meant.',
    'Prompts have grown: a history that nobody cuts, whole documents.',
    'Somebody abuses an open endpoint.',
  ],
  queries: (queries) => [
    {
      question: 'Who spends it, in dollars per hour?',
      metric: 'ai_cost_cents_total',
      expression: `sum by (provider, model, tier) (increase(${queries.select('ai_cost_cents_total')}[1h])) / 100`,
    },
    {
      question: 'On how many calls?',
      metric: 'ai_completion_duration_seconds',
      expression: `sum by (provider) (increase(${queries.select('ai_completion_duration_seconds_count')}[1h]))`,
    },
    {
      question: 'On which tokens?',
      metric: 'ai_tokens_total',
      expression: `sum by (model, type) (increase(${queries.select('ai_tokens_total')}[1h]))`,
    },
    {
      question: 'What is not even in the sum?',
      metric: 'ai_unpriced_calls_total',
      expression: `sum by (provider, model) (increase(${queries.select('ai_unpriced_calls_total')}[1h]))`,
    },
  ],
  relief: [
    'A loop: stop the job or the agent that makes it, or the feature it belongs to.',
    'Nobody knows yet: lower the spending limit in the console of the provider, which stops all calls at that sum.',
    'Somebody abuses an endpoint: block the caller, and lower the limit of calls per user.',
    'More users than planned: use a cheaper model for the tier that grows, and a lower limit of tokens per answer.',
  ],
};
