import type { MetricAnswer } from '../../../shapes/index.js';
import { rangeOf, since } from './metric-range.js';

const minutes = (count: number): number => count * 60_000;
const answer: MetricAnswer = {
  version: 1,
  metric: {
    name: 'http_requests_total',
    type: 'counter',
    unit: 'count',
    help: '',
    family: 'HTTP',
    labelNames: [],
    seriesCount: 1,
    isNearLimit: false,
  },
  windowMs: minutes(1),
  timesMs: [minutes(0), minutes(10), minutes(20)],
  lines: [{ name: 'http_requests_total', kind: 'rate', labels: {}, values: [1, null, 3] }],
  heatMap: { bounds: [null], counts: [[1], [2], [3]] },
  exemplars: [{ timeMs: minutes(1), value: 1, traceId: 'a', labels: {} }],
  labelValues: {},
  promql: [],
};

it('The last minutes of an answer are shown: lines, heat map and exemplars alike', () => {
  expect(since(answer, rangeOf(new URLSearchParams('range=5m')))).toEqual({
    ...answer,
    timesMs: [minutes(20)],
    lines: [{ ...answer.lines[0], values: [3] }],
    heatMap: { bounds: [null], counts: [[3]] },
    exemplars: [],
  });
});

it('An answer that is shorter is shown whole', () => {
  expect(since(answer, rangeOf(new URLSearchParams('range=60m')))).toBe(answer);
});

it('What is no range is the usual one', () => {
  expect(rangeOf(new URLSearchParams('range=1y')).id).toBe('15m');
});
