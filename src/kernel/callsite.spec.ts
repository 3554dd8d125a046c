import { Callsite } from './callsite.js';

describe('a callsite', () => {
  it('is named by class and method, and finds the nearest aspect of a type', () => {
    const callsite = new Callsite('method', 'Shop', 'sell', () => 1);
    const [own, ofClass] = ['own', 'of the class'].map((options) => ({ type: 'timed', options }));

    callsite.aspects.push({ type: 'traced', options: {} }, own!, ofClass!);

    expect(callsite.name).toBe('Shop.sell');
    expect([callsite.aspect('timed'), callsite.aspect('counted')]).toEqual([own, undefined]);
  });

  it('knows whether its promises are made for their callers alone', () => {
    const methods = [async () => 1, () => Promise.resolve(1)];

    expect(methods.map((method) => new Callsite('method', 'Shop', 'sell', method).isAsync)).toEqual([true, false]);
  });
});
