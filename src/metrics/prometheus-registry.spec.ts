import { Counter, Gauge, Histogram, register, Summary, type Metric } from 'prom-client';
import { Diagnostics } from '../kernel/index.js';
import { registryConfig } from '../../test/support/registry-config.js';
import { MetricRegistry } from './metric-registry.js';
import { defaultRegistryMetrics, PrometheusRegistry } from './prometheus-registry.js';

const labelled = { name: 'theirs', help: 'Theirs', labelNames: ['a'] };

afterEach(() => register.clear());

describe("A metric of the application's by prom-client", () => {
  it.each([
    ['counter', Counter],
    ['gauge', Gauge],
    ['histogram', Histogram],
    ['summary', Summary],
  ] as const)('is made with its options in the registry of the application: %s', async (type, metricClass) => {
    const registry = new PrometheusRegistry({});

    const made = registry.applicationMetric(type, labelled);

    expect(made).toBeInstanceOf(metricClass);
    expect(made).toMatchObject(labelled);
    expect(registry.register.getSingleMetric('theirs')).toBe(made);
    expect(register.getSingleMetric('theirs')).toBeUndefined();
  });

  it('is the same for everybody who asks for it', () => {
    const registry = new PrometheusRegistry({});

    const made = registry.applicationMetric('counter', labelled);

    expect(registry.applicationMetric('counter', { ...labelled, help: 'Other words' })).toBe(made);
  });

  it('is refused under the name of one of another type, or of a family of ours', () => {
    const { prometheus, define } = setUp();
    prometheus.applicationMetric('counter', { name: 'theirs_total', help: 'Theirs' });
    define('ours_total');

    expect(() => prometheus.applicationMetric('gauge', { name: 'theirs_total', help: 'Theirs' })).toThrow(
      'OBS_ERR_METRIC_CONFLICT  metric theirs_total is there already; got gauge of prom-client. ' +
        'Fix: rename one of them, or define it in one place and share it.',
    );
    expect(() => prometheus.applicationMetric('counter', { name: 'ours_total', help: 'Theirs' })).toThrow(
      'metric ours_total is there already; got counter of prom-client',
    );
  });
});

function setUp(defaultLabels: Record<string, string> = {}) {
  const registry = new MetricRegistry(registryConfig({ defaultLabels }), new Diagnostics());
  const define = (name: string) =>
    registry.define({ name, type: 'counter', unit: 'count', help: 'Ours', labelNames: [], family: 'test' });
  return { prometheus: registry.prometheus, define };
}

describe('PrometheusRegistry', () => {
  it('knows which names are in use, and which metrics are not ours', () => {
    const { prometheus, define } = setUp({ region: 'eu' });
    define('ours_total');
    const theirs = prometheus.applicationMetric('gauge', labelled);

    expect(['ours_total', 'theirs', 'nobodys'].map((name) => prometheus.has(name))).toEqual([true, true, false]);
    expect(prometheus.foreign().metrics).toEqual([theirs]);
    expect(prometheus.foreign().defaultLabels).toEqual({ region: 'eu' });
  });

  it('puts default labels on what prom-client shows', async () => {
    const { prometheus } = setUp({ region: 'eu' });
    (prometheus.applicationMetric('gauge', labelled) as Gauge).set({ a: '1' }, 3);

    expect(await prometheus.register.metrics()).toContain('theirs{a="1",region="eu"} 3');
  });

  it('tells the metrics of the process-wide registry with the labels that has', () => {
    const bare = defaultRegistryMetrics();
    const theirs: Metric = new Gauge(labelled);
    register.setDefaultLabels({ zone: 'a' });

    const { metrics, defaultLabels } = defaultRegistryMetrics();
    register.setDefaultLabels({});

    expect(bare).toEqual({ metrics: [], defaultLabels: {} });
    expect(metrics).toEqual([theirs]);
    expect(defaultLabels).toEqual({ zone: 'a' });
  });
});
