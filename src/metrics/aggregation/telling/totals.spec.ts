import { Diagnostics, type MetricType } from '../../../kernel/index.js';
import { registryConfig } from '../../../../test/support/registry-config.js';
import { MetricRegistry } from '../../metric-registry.js';
import { totalsOf } from './totals.js';

function cellOf(type: MetricType, ...values: number[]) {
  const registry = new MetricRegistry(registryConfig(), new Diagnostics());
  const cell = registry
    .define({ name: 'a_total', type, unit: 'count', help: 'A', labelNames: [], family: 'test', buckets: [1, 10] })
    .cell([]);
  for (const value of values) cell.record(value);
  return cell;
}

describe('Totals', () => {
  it.each([
    ['counter', [7.5], [10]],
    ['histogram', [3, 55.5, 1, 1, 1], [5, 58, 2, 2, 1]],
    ['summary', [3, 55.5], [5, 58]],
  ] as const)('of a %s are listed, and add up with those of another', (type, listed, added) => {
    const totals = totalsOf(type)!;
    const [one, two] =
      type === 'counter' ? [cellOf(type, 0.5, 7), cellOf(type, 2.5)] : [cellOf(type, 0.5, 5, 50), cellOf(type, 0.5, 2)];

    const before = totals.list(one);
    totals.add(one, totals.list(two));

    expect(before).toEqual(listed);
    expect(totals.list(one)).toEqual(added);
    expect(totals.width(one)).toBe(listed.length);
    expect(totals.first(one)).toBe(added[0]);
  });

  it('of a gauge there are none', () => {
    expect(totalsOf('gauge')).toBeUndefined();
  });
});
