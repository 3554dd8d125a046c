import { toObjective } from '../config/index.js';
import type { MetricDefinition, OperationConvention } from '../kernel/index.js';
import { withThresholds } from './latency-buckets.js';

const define = (name: string, type: 'counter' | 'histogram'): MetricDefinition => ({
  name,
  type,
  unit: 'seconds',
  help: 'Requests',
  labelNames: ['method'],
  family: 'HTTP server',
  ...(type === 'histogram' && { buckets: 'duration' }),
});

const requests: OperationConvention = {
  kind: 'http.server',
  labelNames: ['method'],
  measures: [
    { definition: define('http_requests_total', 'counter'), value: 'count' },
    {
      definition: define('http_request_duration_seconds', 'histogram'),
      value: 'duration',
      otel: { definition: define('http_server_request_duration_seconds', 'histogram'), labels: () => [] },
    },
  ],
};

const latency = (name: string, latencyMs: number) => toObjective({ name, objective: 0.99, indicator: { latencyMs } });

describe('withThresholds', () => {
  it('puts every threshold among the bounds of durations once, under either name', () => {
    const objectives = [latency('a', 300), latency('b', 100), latency('c', 300), latency('d', 2500)];

    const { measures } = withThresholds(requests, objectives, [0.1, 1]);

    const bounds = measures.map(({ definition, otel }) => [definition.buckets, otel?.definition.buckets]);
    expect(bounds).toEqual([
      [undefined, undefined],
      [
        [0.1, 0.3, 1, 2.5],
        [0.1, 0.3, 1, 2.5],
      ],
    ]);
  });

  it('leaves requests as they are where no objective is about latency', () => {
    const objectives = [toObjective({ name: 'orders', objective: 0.99 })];

    expect(withThresholds(requests, objectives, [0.1, 1])).toBe(requests);
  });
});
