import { choiceOf, isNarrowed, readTracesParams } from './traces-params.js';

const read = (text: string): ReturnType<typeof readTracesParams> => readTracesParams(new URLSearchParams(text));

describe('the URL of the list of traces', () => {
  it('says which traces, in which order', () => {
    const params = read('tab=spans&q=status%3Aerror&sort=slowest&minMs=200&maxMs=900&fromMs=5&toMs=9');

    expect(params).toEqual({
      tab: 'spans',
      query: 'status:error',
      sort: 'slowest',
      range: undefined,
      fromMs: 5,
      toMs: 9,
      minMs: 200,
      maxMs: 900,
    });
    expect(choiceOf(params, 0)).toEqual({ q: 'status:error', fromMs: 5, toMs: 9, minMs: 200, maxMs: 900 });
  });

  it('takes a range up to now, whose begin moves in steps', () => {
    const params = read('range=5m&fromMs=5&toMs=9');

    expect(choiceOf(params, 1_000_009_999)).toMatchObject({ fromMs: 999_700_000, toMs: undefined });
    expect(choiceOf(params, 1_000_010_000)).toMatchObject({ fromMs: 999_710_000 });
  });

  it('means everything, the newest first, where it says nothing or nonsense', () => {
    const plain = read('');

    expect(read('tab=x&sort=x&range=9y&minMs=x')).toEqual(plain);
    expect(plain).toMatchObject({ tab: 'traces', sort: 'newest', query: '', range: undefined });
  });

  it('is narrowed by a query, a range or a limit', () => {
    expect(['q=x', 'range=1m', 'minMs=1', 'toMs=1'].map((text) => isNarrowed(read(text)))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['', 'sort=slowest', 'q=%20'].map((text) => isNarrowed(read(text)))).toEqual([false, false, false]);
  });
});
