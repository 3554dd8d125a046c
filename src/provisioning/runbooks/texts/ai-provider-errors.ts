import type { Runbook } from '../runbook.js';

export const aiProviderErrors: Runbook = {
  meaning:
    'Calls of an AI provider fail at a rate that users notice: answers are missing, or a fallback stands in for them. Calls that were canceled do not count.',
  firstLook: [
    'Ask which class of error it is: limits, authentication and outages look different.',
    "Open the provider's status page.",
    'See whether other providers fail at the same time; then it is our network or our release.',
  ],
  causes: [
    'The provider has an outage, or rejects for too many calls or tokens per minute.',
    'The key has expired, was revoked, or its budget is used up.',
    'A model was retired or renamed.',
    'Prompts have outgrown what the model takes.',
  ],
  queries: (queries) => [
    {
      question: 'Which errors?',
      metric: 'ai_errors_total',
      expression: `sum by (provider, error_type) (rate(${queries.select('ai_errors_total')}[5m]))`,
    },
    {
      question: 'How long do calls take (95th percentile)?',
      metric: 'ai_completion_duration_seconds',
      expression: `histogram_quantile(0.95, sum by (le, provider) (rate(${queries.select('ai_completion_duration_seconds_bucket')}[5m])))`,
    },
    {
      question: 'How many tokens per minute?',
      metric: 'ai_tokens_total',
      expression: `60 * sum by (provider, model) (rate(${queries.select('ai_tokens_total')}[5m]))`,
    },
  ],
  relief: [
    'The provider is out: send calls to another provider or model; without one, serve kept answers or say plainly that the assistant is away.',
    'It rejects for too many calls (429): fewer calls at once, longer pauses between attempts, and the least important feature off.',
    'Authentication fails: replace the key, then `kubectl rollout restart deployment/{name}`.',
    'A model is gone: name its successor in the configuration.',
  ],
};
