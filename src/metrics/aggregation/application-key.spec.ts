import { applicationKey } from './application-key.js';

describe('applicationKey', () => {
  it('counts the applications of a process, and gives the smallest number that is free', () => {
    const keys = [applicationKey.claim(), applicationKey.claim(), applicationKey.claim()];
    applicationKey.release('2');

    expect(keys).toEqual(['1', '2', '3']);
    expect([applicationKey.claim(), applicationKey.claim()]).toEqual(['2', '4']);
    for (const key of ['1', '2', '3', '4']) applicationKey.release(key);
  });
});
