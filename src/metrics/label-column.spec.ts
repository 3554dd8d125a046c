import { LabelColumn } from './label-column.js';

describe('LabelColumn', () => {
  it('keeps a value once, as long as a series has it', () => {
    const column = new LabelColumn();

    const [get, post, again] = [column.use('GET'), column.use('POST'), column.use('GET')];
    column.release(get);

    expect(again).toBe(get);
    expect([column.valueAt(get), column.valueAt(post), column.size]).toEqual(['GET', 'POST', 2]);
    column.release(get);
    expect([column.numberOf('GET'), column.numberOf('POST'), column.size]).toEqual([undefined, post, 1]);
  });

  it('passes the number of a value that is gone to another one', () => {
    const column = new LabelColumn();
    const number = column.use('a');

    column.release(number);

    expect(column.use('b')).toBe(number);
    expect([column.valueAt(number), column.numberOf('a')]).toEqual(['b', undefined]);
  });

  it('calls its values shared when several series have each', () => {
    const column = new LabelColumn();

    for (let series = 0; series < 8; series++) column.use(series % 2 === 0 ? 'a' : 'b');
    expect(column.isShared).toBe(true);
    column.use('c');

    expect(column.isShared).toBe(false);
  });
});
