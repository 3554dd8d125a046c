import { foreignText } from './foreign-samples.js';
import type { ForeignValue } from './prometheus-registry.js';
import { formats } from './text-format.js';

const linesOf = (...what: Parameters<typeof foreignText>) => [...foreignText(...what)].join('').split('\n');

describe("The text of prom-client's metrics", () => {
  it('is a head alone where a metric says nothing of its values', () => {
    expect(linesOf({ name: 'a', help: 'A', type: 'gauge' }, formats.text, {})).toEqual([
      '# HELP a A',
      '# TYPE a gauge',
      '',
    ]);
  });

  it('has exemplars where the format has them and the sample one', () => {
    const exemplar = { labelSet: { trace_id: 'a"' }, value: 0.5, timestamp: 1.25 };
    const line = { labels: { le: 1 }, value: 3, metricName: 'w_bucket' };
    const values = [
      { ...line, exemplar },
      { ...line, exemplar: null },
    ];
    const reading = { name: 'w', help: 'W', type: 'histogram', values } as const;

    expect(linesOf(reading, formats.openmetrics, {}).slice(2)).toEqual([
      'w_bucket{le="1.0"} 3 # {trace_id="a\\""} 0.5 1.25',
      'w_bucket{le="1.0"} 3',
      '',
    ]);
    expect(linesOf(reading, formats.text, {}).slice(2)).toEqual(['w_bucket{le="1"} 3', 'w_bucket{le="1"} 3', '']);
  });

  it('has default labels that a sample has not itself, and no braces without any', () => {
    const values: ForeignValue[] = [
      { labels: { zone: 'own' }, value: 1 },
      { labels: {}, value: 2 },
      { value: 3 } as never,
    ];
    const reading = { name: 'calls', help: 'Calls', type: 'counter', values } as const;

    expect(linesOf(reading, formats.openmetrics, { zone: 'a' }).slice(2)).toEqual([
      'calls_total{zone="own"} 1',
      'calls_total{zone="a"} 2',
      'calls_total{zone="a"} 3',
      '',
    ]);
    expect(linesOf({ ...reading, type: 'gauge' }, formats.openmetrics, {}).slice(2)).toEqual([
      'calls{zone="own"} 1',
      'calls 2',
      'calls 3',
      '',
    ]);
  });
});
