import { nearestName } from './did-you-mean.js';

describe('nearestName', () => {
  it.each([
    ['pth', ['path', 'port'], 'path'],
    ['Metrics', ['metrics', 'logs'], 'metrics'],
    ['sampleRate', ['sampleRatio', 'rules'], 'sampleRatio'],
    ['durationBukets', ['durationBuckets'], 'durationBuckets'],
    ['zebra', ['path', 'port'], undefined],
    ['path', ['paths', 'path', 'PATH'], 'path'],
    ['ab', ['ax', 'xb'], 'ax'],
    ['ab', ['abcd'], 'abcd'],
    ['ab', ['abcde'], undefined],
    ['abcd', ['ab'], 'ab'],
    ['abcde', ['ab'], undefined],
    ['abcdefghi', ['abcdef'], 'abcdef'],
    ['abcdefgh', ['abcde'], undefined],
    ['abcdefghi', ['xyzdefghi'], 'xyzdefghi'],
    ['abcdefghi', ['wxyzefghi'], undefined],
    ['', ['ab'], 'ab'],
    ['', ['abc'], undefined],
    ['path', [], undefined],
  ])('finds for %s among %j: %s', (word, candidates, expected) => {
    expect(nearestName(word, candidates)).toBe(expected);
  });

  it.each([
    ['pth', 'path', 1],
    ['paath', 'path', 1],
    ['pagh', 'path', 1],
    ['apth', 'path', 2],
    ['kitten', 'sitting', 3],
    ['a', 'xyz', 3],
    ['path', 'PATH', 0],
  ])('counts for %s and %s %d slips', (word, candidate, slips) => {
    expect(nearestName(word, [candidate], slips)).toBe(candidate);
    expect(nearestName(word, [candidate], slips - 1)).toBeUndefined();
  });

  it('finds nothing beyond the slips allowed', () => {
    expect(nearestName('pth', ['path'], 0)).toBeUndefined();
  });
});
