import { noMeter } from './meter.js';
import type { MetricDefinition, MetricType } from './metric-definition.js';

const definition = <T extends MetricType>(type: T): MetricDefinition & { readonly type: T } => ({
  name: 'mailbox_depth',
  type,
  unit: 'count',
  help: 'Mails that wait in the box',
  labelNames: ['box'],
  family: 'mail',
});

describe('with metrics off', () => {
  it('a source measures as ever, whatever the type', () => {
    const gauge = noMeter.define(definition('gauge'));

    const told = [
      noMeter.define(definition('counter')).cell(['in']).add(1),
      gauge.cell(['in']).set(2),
      gauge.cell(['in']).add(-1),
      noMeter.define(definition('histogram')).cell(['in']).observe(3),
      noMeter.define(definition('summary')).cell(['in']).observe(4),
      gauge.remove(['in']),
    ];

    expect(told).toEqual(told.map(() => undefined));
  });

  it('nothing is read for a scrape, and there is nothing to undo', () => {
    let reads = 0;

    const undo = noMeter.define(definition('gauge')).onCollect(() => void reads++);

    expect(undo()).toBeUndefined();
    expect(reads).toBe(0);
  });
});
