import type { MetricEntry } from '../../../shapes/index.js';
import { familiesOf } from './metric-families.js';

const metric = (name: string, family: string, help: string, seriesCount = 1): MetricEntry => ({
  name,
  family,
  help,
  type: 'counter',
  unit: 'count',
  labelNames: [],
  seriesCount,
  isNearLimit: false,
});
const metrics = [
  metric('cache_requests_total', 'cache', 'Look-ups', 0),
  metric('http_requests_total', 'HTTP', 'Requests answered'),
  metric('ai_tokens_total', 'AI', 'Tokens by type'),
  metric('http_errors_total', 'HTTP', 'Requests that failed'),
];
const names = (search: string): (readonly string[])[] =>
  familiesOf(metrics, search).map(({ family, members }) => [family, ...members.map(({ name }) => name)]);

it('Metrics stand in their families, all by name, and those that have measured nothing yet at the end', () => {
  expect(names('')).toEqual([
    ['AI', 'ai_tokens_total'],
    ['HTTP', 'http_errors_total', 'http_requests_total'],
    ['cache', 'cache_requests_total'],
  ]);
});

it('A search leaves those that have each word in name, help or family', () => {
  expect(names('HTTP failed')).toEqual([['HTTP', 'http_errors_total']]);
  expect(names('tokens')).toEqual([['AI', 'ai_tokens_total']]);
  expect(names('nothing')).toEqual([]);
});
