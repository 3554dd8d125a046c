import { Trial } from '../../trust/harness/trial.js';

const trialOf = (seconds: number): Trial => new Trial({ length: 'short', seed: 7, seconds });

describe('the time of a trial', () => {
  afterEach(() => jest.useRealTimers());

  it('ends after its seconds, a share of it earlier', () => {
    jest.useFakeTimers();
    const trial = trialOf(10);

    const atStart = [trial.hasTime(), trial.hasTime(0.5)];
    jest.advanceTimersByTime(5_000);
    const atHalf = [trial.hasTime(), trial.hasTime(0.5)];
    jest.advanceTimersByTime(5_000);

    expect([atStart, atHalf, [trial.hasTime(), trial.hasTime(0.5)]]).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
  });

  it('is none where no second is given', () => {
    expect(trialOf(0).hasTime()).toBe(false);
  });
});

describe('the account of a trial', () => {
  it('counts attempts and findings by class, in the order of their first attempt', () => {
    const trial = trialOf(1);

    trial.expect('attack.path', true, 'a file was read', 'GET /..');
    trial.expect('attack.path', false, 'a file was read', 'GET /../etc');
    trial.tried('attack.host', 3);
    trial.figure('attack.host', 'slowest answer', '3 ms');

    expect(trial.accounts()).toEqual([
      {
        attackClass: 'attack.path',
        tried: 2,
        findings: [{ fact: 'a file was read', reproduce: 'GET /../etc' }],
        figures: {},
      },
      { attackClass: 'attack.host', tried: 3, findings: [], figures: { 'slowest answer': '3 ms' } },
    ]);
  });

  it('keeps 20 findings of a class, and goes on counting attempts', () => {
    const trial = trialOf(1);

    for (let attempt = 1; attempt <= 30; attempt++) trial.expect('fuzz.host', false, `attempt ${attempt}`, '');
    const [account] = trial.accounts();

    expect(account!.tried).toBe(30);
    expect(account!.findings.map(({ fact }) => fact)).toEqual(
      Array.from({ length: 20 }, (_, index) => `attempt ${index + 1}`),
    );
  });

  it('knows its length', () => {
    const lengths = (['short', 'usual', 'long'] as const).map((length) => new Trial({ length, seed: 0, seconds: 1 }));

    expect(lengths.map(({ isShort, isLong }) => [isShort, isLong])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
  });
});
