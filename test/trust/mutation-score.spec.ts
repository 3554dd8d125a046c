import { Trial } from '../../trust/harness/trial.js';
import { account, scoreOf, survivorsOf, WANTED_SCORE } from '../../trust/mutation/score.js';
import type { Mutant, MutantStatus } from '../../trust/mutation/mutant.js';

const mutant = (status: MutantStatus, line: number): Mutant => ({
  fileName: 'src/slo/selector.ts',
  line,
  column: 3,
  mutatorName: 'ConditionalExpression',
  replacement: 'false',
  status,
});
const mutants = (counts: Partial<Record<MutantStatus, number>>): readonly Mutant[] =>
  Object.entries(counts).flatMap(([status, count]) =>
    Array.from({ length: count }, (_, index) => mutant(status as MutantStatus, index + 1)),
  );

function accountOf(found: readonly Mutant[]) {
  const trial = new Trial({ length: 'short', seed: 0, seconds: 1 });
  account(trial, 'mutation.slo', found, WANTED_SCORE);
  return trial.accounts()[0]!;
}

describe('the score of mutants', () => {
  it('is the share that a test found, of those that were run', () => {
    const run = mutants({ Killed: 6, Timeout: 1, Survived: 2, NoCoverage: 1, Ignored: 5, NoTime: 5 });

    expect(scoreOf(run)).toEqual({ found: 7, run: 10, share: 0.7 });
  });

  it('has what no test runs in the measure of what was run', () => {
    const run = mutants({ Killed: 10, NoCoverage: 10, NotDrawn: 60, NoTime: 30 });

    expect(scoreOf(run)).toEqual({ found: 10, run: 11, share: 10 / 11 });
    expect(scoreOf(mutants({ NoCoverage: 10 }))).toEqual({ found: 0, run: 10, share: 0 });
  });

  it('of nothing is 0', () => {
    expect(scoreOf(mutants({ Ignored: 5, NotDrawn: 5, NoTime: 5 }))).toEqual({ found: 0, run: 0, share: 0 });
  });
});

describe('the account of mutants', () => {
  it('is held at the wanted score', () => {
    expect(accountOf(mutants({ Killed: 80, Timeout: 5, Survived: 10, NoCoverage: 5, Ignored: 3 }))).toEqual({
      attackClass: 'mutation.slo',
      tried: 100,
      findings: [],
      figures: {
        score: '85.0 %',
        killed: '80',
        'without end': '5',
        survived: '10',
        'run by no test': '5',
        'left out': '3',
        'not drawn': '0',
        'no time for': '0',
      },
    });
  });

  it('is a finding below it, with the mutants that no test found', () => {
    const { findings } = accountOf([
      ...mutants({ Killed: 28, Survived: 1 }),
      ...mutants({ Survived: 9 }),
      mutant('NoCoverage', 99),
    ]);

    expect(findings.map(({ fact }) => fact)).toEqual(['28 of 39 changes of the code fail a test: 71.8 %, not 85.0 %']);
    expect(findings[0]!.reproduce.split('\n').slice(-2)).toEqual([
      'src/slo/selector.ts:9:3 ConditionalExpression: false',
      'src/slo/selector.ts:99:3 ConditionalExpression: false',
    ]);
  });

  it('is none of a few, which are counted all the same', () => {
    const { tried, findings } = accountOf(mutants({ Survived: 29 }));

    expect([tried, findings]).toEqual([29, []]);
  });
});

describe('the survivors', () => {
  it('are what no test saw, a line each', () => {
    const lines = survivorsOf([...mutants({ Killed: 2, Survived: 1, NotDrawn: 1 }), mutant('NoCoverage', 7)]);

    expect(lines.split('\n')).toEqual([
      'src/slo/selector.ts:1:3 ConditionalExpression: false',
      'src/slo/selector.ts:7:3 ConditionalExpression: false',
    ]);
  });
});
