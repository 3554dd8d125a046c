import { quantityOf } from './quantity.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const shown = (unit: string, values: readonly number[]): string[] => values.map(quantityOf(unit).format).map(plain);
const ticks = (unit: string, values: readonly number[]): string[] => quantityOf(unit).ticks(values).map(plain);

describe('A value', () => {
  it('is shown in the unit of its metric', () => {
    expect(shown('seconds', [0.0124, 1.5])).toEqual(['12.4 ms', '1.50 s']);
    expect(shown('bytes', [1536])).toEqual(['1.5 KiB']);
    expect(shown('ratio', [0.384])).toEqual(['38 %']);
    expect(shown('cents', [0.25, 1234])).toEqual(['0.25 ¢', '1,234 ¢']);
    expect(shown('count', [3, 1204.5])).toEqual(['3', '1,205']);
  });

  it('of a unit that nobody knows keeps its unit', () => {
    expect(shown('apples', [3])).toEqual(['3 apples']);
    expect(shown('', [3])).toEqual(['3']);
  });

  it('of a counter is a rate', () => {
    expect(quantityOf('count', true).format(12.34)).toBe('12.34/s');
    expect(plain(quantityOf('bytes', true).format(2048))).toBe('2 KiB/s');
  });
});

describe('The ticks of an axis', () => {
  it('share a scale and their decimals', () => {
    expect(ticks('seconds', [0, 0.0005, 0.001, 0.0015])).toEqual(['0.0 ms', '0.5 ms', '1.0 ms', '1.5 ms']);
    expect(ticks('bytes', [0, 2 ** 20, 2 ** 21])).toEqual(['0 MiB', '1 MiB', '2 MiB']);
    expect(ticks('count', [0, 10_000, 20_000])).toEqual(['0 k', '10 k', '20 k']);
    expect(ticks('ratio', [0, 0.5, 1])).toEqual(['0 %', '50 %', '100 %']);
    expect(ticks('', [0, 1])).toEqual(['0', '1']);
  });
});
