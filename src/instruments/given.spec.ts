import { Diagnostics } from '../kernel/index.js';
import { Given } from './given.js';

function setUp() {
  const diagnostics = new Diagnostics(() => undefined);
  const refused = () =>
    Object.fromEntries([...diagnostics.misuses.values()].map(({ labels, value }) => [labels['misuse'], value]));
  return { given: new Given('tests', diagnostics), refused };
}

describe('what callers give', () => {
  it('is handed on where it is as it should be', () => {
    const { given, refused } = setUp();

    expect(given.fields({ tier: 'free' })).toEqual({ tier: 'free' });
    expect(given.fields(undefined)).toEqual({});
    expect([given.name('order.paid'), given.name(7)]).toEqual(['order.paid', '7']);
    expect([given.id('ada'), given.id(7), given.id(7n), given.id(null), given.id(undefined)]).toEqual([
      'ada',
      '7',
      '7',
      undefined,
      undefined,
    ]);
    expect([given.positive('keep', 5, 100), given.positive('keep', undefined, 100)]).toEqual([5, 100]);
    expect([0, Infinity, undefined].map((value) => given.notNegative('graceMs', value, 5))).toEqual([0, Infinity, 5]);
    expect(refused()).toEqual({});
  });

  it('is replaced and counted where it is not', () => {
    const { given, refused } = setUp();

    for (const options of [null, 'free', 7]) expect(given.fields(options as never)).toEqual({});
    for (const name of [undefined, null, {}, Symbol('s')]) expect(given.name(name)).toBe('_OTHER');
    for (const id of [{}, Symbol('s'), true]) expect(given.id(id)).toBeUndefined();
    for (const keep of [0, -1, Number.NaN, Infinity, '5', null]) expect(given.positive('keep', keep, 100)).toBe(100);
    for (const graceMs of [-1, Number.NaN, '5', null]) expect(given.notNegative('graceMs', graceMs, 5)).toBe(5);

    expect(refused()).toEqual({ invalid_options: 3, invalid_name: 4, invalid_id: 3, invalid_option: 10 });
  });

  it('is read once', () => {
    const { given } = setUp();
    let reads = 0;
    const fields = given.fields({
      get tier() {
        return `tier ${++reads}`;
      },
    });

    expect([fields.tier, fields.tier, reads]).toEqual(['tier 1', 'tier 1', 1]);
  });
});
