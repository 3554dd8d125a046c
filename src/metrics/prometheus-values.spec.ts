import { Diagnostics, type MetricType } from '../kernel/index.js';
import { registryConfig } from '../../test/support/registry-config.js';
import { MetricRegistry } from './metric-registry.js';

function familyOf<T extends MetricType>(type: T) {
  const registry = new MetricRegistry(registryConfig(), new Diagnostics());
  const definition = { unit: 'count', help: 'Help', labelNames: ['queue'], family: 'test', buckets: [1, 10] } as const;
  return registry.define({ ...definition, name: 'm_total', type });
}

afterEach(() => jest.useRealTimers());

describe("What prom-client's interface says of a family of ours", () => {
  it('is the value of each series of a counter or gauge', async () => {
    const [counter, gauge] = [familyOf('counter'), familyOf('gauge')];
    counter.cell(['a']).add(3);
    counter.cell(['b']).add(4);
    gauge.cell(['a']).set(-1);

    expect((await counter.get()).values).toEqual([
      { labels: { queue: 'a' }, value: 3 },
      { labels: { queue: 'b' }, value: 4 },
    ]);
    expect((await gauge.get()).values).toEqual([{ labels: { queue: 'a' }, value: -1 }]);
  });

  it('is the cumulative buckets of a histogram with their exemplars, then sum and count', async () => {
    jest.useFakeTimers({ now: 1_500 });
    const histogram = familyOf('histogram');
    const cell = histogram.cell(['a']);
    cell.observe(0.5);
    cell.observeWithExemplar(5, 'trace', 'span');
    cell.observe(50);

    const labels = { queue: 'a' };
    expect((await histogram.get()).values).toStrictEqual([
      { labels: { le: 1, ...labels }, value: 1, metricName: 'm_total_bucket' },
      {
        labels: { le: 10, ...labels },
        value: 2,
        metricName: 'm_total_bucket',
        exemplar: { labelSet: { trace_id: 'trace', span_id: 'span' }, value: 5, timestamp: 1.5 },
      },
      { labels: { le: '+Inf', ...labels }, value: 3, metricName: 'm_total_bucket' },
      { labels, value: 55.5, metricName: 'm_total_sum' },
      { labels, value: 3, metricName: 'm_total_count' },
    ]);
  });

  it('is the quantiles of a summary as they are by then, and sum and count for ever', async () => {
    jest.useFakeTimers({ now: 0 });
    const summary = familyOf('summary');
    summary.cell(['a']).observe(0);
    summary.cell(['a']).observe(0);
    const valuesAt = async (minutes: number) => {
      jest.setSystemTime(minutes * 60_000);
      return (await summary.get()).values;
    };

    const values = [await valuesAt(4), await valuesAt(6), await valuesAt(12)];

    const labels = { queue: 'a' };
    const shown = (value: number) => [
      ...[0.5, 0.9, 0.95, 0.99].map((quantile) => ({ labels: { quantile, ...labels }, value })),
      { labels, value: 0, metricName: 'm_total_sum' },
      { labels, value: 2, metricName: 'm_total_count' },
    ];
    expect(values).toEqual([shown(0), shown(0), shown(Number.NaN)]);
  });
});
