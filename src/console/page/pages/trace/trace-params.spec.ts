import { closedParam, paramsForTrace, readTraceParams } from './trace-params.js';

describe('the URL of a trace', () => {
  it('says the whole view', () => {
    const params = readTraceParams(
      new URLSearchParams('id=4bf9&view=flame&span=00f0&find=select%20x&zoom=1~2&closed=aa.bb&compare=5c'),
    );

    expect(params).toEqual({
      traceId: '4bf9',
      view: 'flame',
      spanId: '00f0',
      find: 'select x',
      zoom: '1~2',
      closedIds: new Set(['aa', 'bb']),
      compareId: '5c',
    });
    expect(closedParam(params.closedIds)).toBe('aa.bb');
    expect(paramsForTrace('77', params)).toEqual({ id: '77', view: 'flame', find: 'select x' });
  });

  it('need say no more than which trace; a view that there is not is the waterfall', () => {
    const params = readTraceParams(new URLSearchParams('id=4bf9&view=cinema'));

    expect(params).toEqual({
      traceId: '4bf9',
      view: 'waterfall',
      spanId: undefined,
      find: '',
      zoom: null,
      closedIds: new Set(),
      compareId: undefined,
    });
    expect(closedParam(params.closedIds)).toBeNull();
  });
});
