import { patched, toParams } from './params.js';

describe('parameters of an address', () => {
  it('leave out what is not said', () => {
    expect(toParams({ q: 'a b', page: 2, isOn: false, none: null, empty: '', missing: undefined }).toString()).toBe(
      'q=a+b&page=2&isOn=false',
    );
  });

  it('are changed one by one, and never in place', () => {
    const params = toParams({ q: 'a', id: '1' });

    expect([patched(params, { id: null, q: 'b', tab: 'logs' }).toString(), params.toString()]).toEqual([
      'q=b&tab=logs',
      'q=a&id=1',
    ]);
  });
});
