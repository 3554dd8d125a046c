import { failuresOf, isGrossRegression, verdictOf } from '../../bench/report/verdict.js';
import { byId, figure } from './measured-example.js';

describe('a verdict', () => {
  it('is met up to the limit, and missed above it', () => {
    const limit = { figure: 'a', atMost: 1.03 };

    expect(verdictOf(limit, figure('a', 1.03))).toBe('met');
    expect(verdictOf(limit, figure('a', 1.031))).toBe('missed');
    expect(verdictOf(limit, undefined)).toBe('not measured');
  });

  it('allows what the method cannot tell from the limit', () => {
    const limit = { figure: 'a', atMost: 0, resolution: 1 };

    expect(verdictOf(limit, figure('a', 0.9))).toBe('met');
    expect(verdictOf(limit, figure('a', 1.1))).toBe('missed');
  });
});

describe('a gross regression', () => {
  const samples = (value: number) => ({ samples: Array<number>(5).fill(value) });

  it('is more than twice the allowed overhead', () => {
    const limit = { figure: 'a', atMost: 1.25 };

    expect(isGrossRegression(limit, figure('a', 1.5, samples(1.5)))).toBe(false);
    expect(isGrossRegression(limit, figure('a', 1.51, samples(1.51)))).toBe(true);
  });

  it('is more than a tenth, however small the limit', () => {
    const limit = { figure: 'a', atMost: 1.02 };

    expect(isGrossRegression(limit, figure('a', 1.09, samples(1.09)))).toBe(false);
    expect(isGrossRegression(limit, figure('a', 1.11, samples(1.11)))).toBe(true);
  });

  it('is more than twice a limit below 1', () => {
    const limit = { figure: 'a', atMost: 0.12 };

    expect(isGrossRegression(limit, figure('a', 0.24, { unit: '× prom-client', ...samples(0.24) }))).toBe(false);
    expect(isGrossRegression(limit, figure('a', 0.25, { unit: '× prom-client', ...samples(0.25) }))).toBe(true);
  });

  it('shows in most samples, not in a few', () => {
    const scattered = figure('a', 2, { samples: [1, 1.1, 2, 2.1, 2.2] });

    expect(isGrossRegression({ figure: 'a', atMost: 1.25 }, scattered)).toBe(false);
  });

  it('is what is not a number', () => {
    expect(isGrossRegression({ figure: 'a', atMost: 1.25 }, figure('a', NaN))).toBe(true);
  });

  it('is known of ratios only: a slow machine needs more milliseconds', () => {
    expect(isGrossRegression({ figure: 'a', atMost: 10 }, figure('a', 100, { unit: 'ms' }))).toBe(false);
  });
});

describe('the failures of a short run', () => {
  const short = { nodeMajor: 24, isShort: true, parts: ['desk'] } as const;
  const figures = byId([figure('desk.cost', 1.6, { samples: Array<number>(5).fill(1.6) })]);

  it('begin where the last full run has missed a budget', () => {
    expect(failuresOf({ ...short, figures, recorded: new Map([['desk.cost', 1.35]]) })).toEqual([]);
    expect(failuresOf({ ...short, figures, recorded: new Map([['desk.cost', 1.25]]) })).toEqual([
      'desk.cost is 1.600, at most 1.25 is allowed',
    ]);
  });
});

describe('the failures of a run', () => {
  const desk = { nodeMajor: 24, isShort: false, parts: ['desk'] } as const;
  const missed = byId([figure('desk.cost', 1.04)]);
  const gross = byId([figure('desk.cost', 1.3)]);

  it('are missed budgets on the Node they are for', () => {
    expect(failuresOf({ ...desk, figures: missed })).toEqual(['desk.cost is 1.040, at most 1.02 is allowed']);
    expect(failuresOf({ ...desk, figures: byId([figure('desk.cost', 1.01)]) })).toEqual([]);
  });

  it('are figures that a full run has not measured', () => {
    expect(failuresOf({ ...desk, figures: byId([]) })).toEqual(['desk.cost was not measured']);
  });

  it('are figures of ours that are behind the field', () => {
    const figures = byId([figure('startup.ours-otlp', 1.6), figure('startup.nestjs-otel', 1.3)]);

    expect(failuresOf({ ...desk, parts: [], figures })).toEqual([
      'startup.ours-otlp is 1.600, behind startup.nestjs-otel with 1.300',
    ]);
  });

  it('are gross regressions only in a short run, and on another Node', () => {
    for (const lenient of [
      { ...desk, isShort: true },
      { ...desk, nodeMajor: 20 },
    ]) {
      expect(failuresOf({ ...lenient, figures: missed })).toEqual([]);
      expect(failuresOf({ ...lenient, figures: gross })).toEqual(['desk.cost is 1.300, at most 1.02 is allowed']);
    }
  });

  it('do not ask for parts that were not wanted', () => {
    expect(failuresOf({ ...desk, parts: ['startup'], figures: missed })).toEqual([
      'startup.ours was not measured',
      'startup.ours-logs was not measured',
    ]);
  });
});
