import { logLevel } from './log-level.js';

describe('the level of the log', () => {
  it.each([
    ...['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].map((level) => [level, level]),
    ['Verbose', 'trace'],
    ['LOG', 'info'],
    ['warning', 'warn'],
    ['off', 'silent'],
    [' Error ', 'error'],
    ['A=debug', 'info,A=debug'],
    [' A = debug , warn , B=off', 'warn,A=debug,B=silent'],
  ])('%j stands for %s', (given, expected) => {
    expect(logLevel.check(given)).toEqual({ value: expected });
  });

  const fix = 'use trace, debug, info, warn, error, fatal, silent, e.g. info,OrdersService=debug';

  it.each(['', 'loud', 'info,', 'A=', 'A=loud', '=info', ' =info', 'A=B=info', undefined, 30])(
    '%j is none',
    (given) => {
      expect(logLevel.check(given)).toEqual({ complaints: [{ fact: 'must name known levels', fix }] });
    },
  );

  it('is one for all', () => {
    expect(logLevel.check('info,A=warn,debug')).toEqual({
      complaints: [{ fact: 'must name one general level', fix }],
    });
  });

  it('is read as it was written', () => {
    expect(logLevel.fromText!('Info,A=WARN')).toBe('Info,A=WARN');
    expect(logLevel.name).toBe('level, optionally per context');
  });
});
