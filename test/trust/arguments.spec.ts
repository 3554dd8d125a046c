import { readArguments } from '../../trust/arguments.js';
import { partNames } from '../../trust/part.js';

describe('the arguments of the trust run', () => {
  it('ask for all parts at the usual length, with a seed of their own', () => {
    const { seed, ...request } = readArguments([]);

    expect(request).toEqual({ isHelp: false, length: 'usual', parts: partNames, planted: 'none' });
    expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
  });

  it('choose parts in the order given, a length and a seed', () => {
    expect(readArguments(['--short', 'fuzz', 'attack', '--seed', '42'])).toEqual({
      isHelp: false,
      length: 'short',
      parts: ['fuzz', 'attack'],
      seed: 42,
      planted: 'none',
    });
    expect(readArguments(['--long', '--planted', '--seed', '0'])).toMatchObject({
      length: 'long',
      planted: 'all',
      seed: 0,
    });
  });

  it('choose single planted defects by name', () => {
    expect(readArguments(['--plant', 'lost-count', '--plant', 'open-endpoint']).planted).toEqual([
      'lost-count',
      'open-endpoint',
    ]);
    expect(() => readArguments(['--plant', 'weed'])).toThrow('There is no planted defect "weed". There are: ');
  });

  it.each([
    [['fuz'], `There is no part "fuz". Parts: ${partNames.join(', ')}.`],
    [['--seed', 'many'], '--seed wants a whole number of 0 or more, not "many".'],
    [['--seed', '-1'], "'--seed' argument is ambiguous"],
    [['--seed=-1'], '--seed wants a whole number of 0 or more, not "-1".'],
    [['--seed', '1.5'], '--seed wants a whole number of 0 or more, not "1.5".'],
    [['--short', '--long'], '--short and --long exclude each other.'],
    [['--shrt'], "Unknown option '--shrt'"],
  ])('are refused with what is wrong: %j', (args, fact) => {
    expect(() => readArguments(args)).toThrow(fact);
  });
});
