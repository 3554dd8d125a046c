import { nearestName } from './did-you-mean.js';

describe('nearestName', () => {
  it.each([
    ['pth', ['path', 'port'], 'path'],
    ['Metrics', ['metrics', 'logs'], 'metrics'],
    ['sampleRate', ['sampleRatio', 'rules'], 'sampleRatio'],
    ['durationBukets', ['durationBuckets'], 'durationBuckets'],
    ['zebra', ['path', 'port'], undefined],
  ])('finds for %s among %j: %s', (word, candidates, expected) => {
    expect(nearestName(word, candidates)).toBe(expected);
  });

  it('finds nothing beyond the slips allowed', () => {
    expect(nearestName('pth', ['path'], 0)).toBeUndefined();
  });
});
