import { LabelSet } from './label-set.js';

describe('LabelSet', () => {
  const labels = new LabelSet('GET', '/orders');

  it('keeps what the last owner has left, for nobody else', () => {
    const [first, second] = [{}, {}];
    const before = labels.recall(first);

    labels.remember(first, 'row 1');
    const kept = [labels.recall(first), labels.recall(second)];
    labels.remember(second, 'row 2');

    expect([before, kept]).toEqual([undefined, ['row 1', undefined]]);
    expect([labels.recall(first), labels.recall(second)]).toEqual([undefined, 'row 2']);
  });

  it('cannot be changed, since many operations share it', () => {
    expect(labels.values).toEqual(['GET', '/orders']);
    expect(() => labels.values.push('200')).toThrow(TypeError);
  });
});
