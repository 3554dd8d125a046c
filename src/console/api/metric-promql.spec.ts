import { promqlOf, type MetricQuestion } from './metric-promql.js';

function ask(type: MetricQuestion['facts']['type'], more: Partial<MetricQuestion> = {}): readonly string[] {
  const facts = { name: 'shop_things', type, aggregate: 'average' } as const;
  return promqlOf({ facts, labels: {}, by: undefined, windowMs: 60_000, ...more });
}

it('asks counters for their rate', () => {
  expect(ask('counter', { by: [] })).toEqual(['sum(rate(shop_things[1m]))']);
  expect(ask('counter', { by: ['route'], labels: { status: '500', path: 'a"b\\c' }, windowMs: 15_000 })).toEqual([
    String.raw`sum by (route) (rate(shop_things{status="500", path="a\"b\\c"}[15s]))`,
  ]);
});

it('asks gauges for their value, added up as their definition says', () => {
  expect(ask('gauge')).toEqual(['shop_things']);
  expect(ask('gauge', { by: ['pool'], labels: { state: 'idle' } })).toEqual([
    'avg by (pool) (shop_things{state="idle"})',
  ]);
});

it('asks histograms for their rate and quantiles', () => {
  expect(ask('histogram', { by: ['route'], windowMs: 300_000 })).toEqual([
    'sum by (route) (rate(shop_things_count[5m]))',
    'histogram_quantile(0.5, sum by (route, le) (rate(shop_things_bucket[5m])))',
    'histogram_quantile(0.95, sum by (route, le) (rate(shop_things_bucket[5m])))',
    'histogram_quantile(0.99, sum by (route, le) (rate(shop_things_bucket[5m])))',
  ]);
});

it('asks summaries for the quantiles that they have', () => {
  expect(ask('summary', { labels: { kind: 'a' } })).toEqual([
    'rate(shop_things_count{kind="a"}[1m])',
    'shop_things{kind="a", quantile="0.5"}',
    'shop_things{kind="a", quantile="0.95"}',
    'shop_things{kind="a", quantile="0.99"}',
  ]);
});
