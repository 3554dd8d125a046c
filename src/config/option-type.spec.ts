import { accept, fromJson, isRecord, judge, refuse } from './option-type.js';

describe('a verdict', () => {
  it('is the value, or what is wrong with it', () => {
    const complaint = { fact: 'must ascend', fix: 'sort them' };

    expect(accept(undefined)).toStrictEqual({ value: undefined });
    expect(refuse(complaint.fact, complaint.fix)).toStrictEqual({ complaints: [complaint] });
    expect(judge('a', [])).toStrictEqual({ value: 'a' });
    expect(judge('a', [complaint])).toStrictEqual({ complaints: [complaint] });
  });
});

describe('text as JSON', () => {
  it.each([
    ['{"a":[1]}', { a: [1] }],
    ['null', null],
    ['{', '{'],
    ['', ''],
  ])('%j is %j', (given, expected) => {
    expect(fromJson(given)).toEqual(expected);
  });
});

describe('a record', () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [Object.create(null), true],
    [null, false],
    [[], false],
    ['a', false],
    [undefined, false],
    [isRecord, false],
  ])('is %p: %s', (given, expected) => {
    expect(isRecord(given)).toBe(expected);
  });
});
