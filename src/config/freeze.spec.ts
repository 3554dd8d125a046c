import { deepFreeze } from './freeze.js';

describe('what is frozen', () => {
  it('is made of plain objects and lists, all the way down', () => {
    const bare = Object.assign(Object.create(null) as object, { inner: {} });
    const value = { list: [{ deep: {} }], bare };

    expect(deepFreeze(value, new Set())).toBe(value);
    const parts = [value, value.list, value.list[0], value.list[0]?.deep, bare, bare.inner];
    expect(parts.filter((part) => !Object.isFrozen(part))).toEqual([]);
  });

  it('may lead back to itself', () => {
    const value: Record<string, unknown> = {};
    value['self'] = value;

    expect(Object.isFrozen(deepFreeze(value, new Set()))).toBe(true);
  });

  it('leaves alone what is the work of others', () => {
    const foreign = { inner: {} };
    const work = (): void => undefined;
    const pattern = /a/g;
    const date = new Date(0);
    const parts = [foreign, foreign.inner, work, pattern, date];

    deepFreeze({ foreign, work, pattern, date, nothing: null, text: 'a' }, new Set([foreign]));

    expect(parts.filter((part) => Object.isFrozen(part))).toEqual([]);
  });
});
