import { LogLevels, parseLogLevels } from './log-level.js';

describe('parseLogLevels', () => {
  it.each([
    ['info', 'info', {}],
    ['', 'info', {}],
    ['WARN', 'warn', {}],
    [
      ' Debug , OrdersService = TRACE,Payment.Service=verbose ',
      'debug',
      { OrdersService: 'trace', 'Payment.Service': 'trace' },
    ],
    ['log,A=warning,B=off', 'info', { A: 'warn', B: 'silent' }],
    ['A=debug', 'info', { A: 'debug' }],
    ['silent', 'silent', {}],
  ])('reads %p', (text, general, contexts) => {
    const parsed = parseLogLevels(text);

    expect({ ...parsed, contexts: Object.fromEntries(parsed.contexts) }).toEqual({ general, contexts, problems: [] });
  });

  it('names what it cannot read and takes the rest', () => {
    const parsed = parseLogLevels('loud,warn,error,A=quiet,=info,B=debug,constructor');

    expect(parsed).toEqual({
      general: 'warn',
      contexts: new Map([['B', 'debug']]),
      problems: [
        '"loud" names no known level',
        '"error" is a second general level',
        '"A=quiet" names no known level',
        '"=info" names no known level',
        '"constructor" names no known level',
      ],
    });
  });
});

describe('LogLevels', () => {
  it('decides per context, with the general level for the others', () => {
    const levels = new LogLevels('info,Orders=debug,Noise=silent');

    expect([levels.isEnabled('Orders', 20), levels.isEnabled('Other', 20), levels.isEnabled(undefined, 30)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([levels.isEnabled('Noise', 60), levels.of('Orders'), levels.of('Other'), levels.lowest]).toEqual([
      false,
      'debug',
      'info',
      'debug',
    ]);
  });

  it('knows what no context writes, also after a change', () => {
    const levels = new LogLevels('warn,Orders=info');
    const somewhere = () => [20, 30, 40].filter((value) => levels.isEnabledSomewhere(value));

    const before = somewhere();
    levels.set('Orders', 'debug');
    const between = somewhere();
    levels.set('Orders', undefined);

    expect([before, between, somewhere()]).toEqual([[30, 40], [20, 30, 40], [40]]);
  });

  it('changes at run time and forgets a context again', () => {
    const levels = new LogLevels('info');
    const seen: string[] = [];
    levels.onChange(() => seen.push(levels.lowest));

    levels.set('Orders', 'VERBOSE');
    levels.set(undefined, 'Error');
    const between = levels.snapshot();
    levels.set('Orders', undefined);

    expect(between).toEqual({ general: 'error', contexts: { Orders: 'trace' } });
    expect(levels.snapshot()).toEqual({ general: 'error', contexts: {} });
    expect(seen).toEqual(['trace', 'trace', 'error']);
  });

  it('refuses an unknown level with its fix and stays as it was', () => {
    const levels = new LogLevels('info');

    expect(() => levels.set('Orders', 'loud')).toThrow(
      'OBS_ERR_OPTION_INVALID  a log level must be a known word; got "loud". Fix: use one of trace, debug, info, warn, error, fatal, silent.',
    );
    expect(levels.snapshot()).toEqual({ general: 'info', contexts: {} });
  });
});
