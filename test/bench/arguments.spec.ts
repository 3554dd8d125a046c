import { readArguments } from '../../bench/arguments.js';
import { partNames } from '../../bench/part.js';

describe('the arguments of the benchmark', () => {
  it('ask for all parts on the Node of the budgets and the running one', () => {
    expect(readArguments([], 20)).toEqual({
      ask: 'measure',
      parts: partNames,
      nodeMajors: [24, 20],
      isShort: false,
      isRecorded: false,
    });
    expect(readArguments([], 24)).toMatchObject({ nodeMajors: [24] });
  });

  it('choose parts, in their order of measurement, and Nodes', () => {
    const request = readArguments(['scrape', 'requests', '--node', '22,24', '--record'], 20);

    expect(request).toMatchObject({ parts: ['requests', 'scrape'], nodeMajors: [22, 24], isRecorded: true });
  });

  it('compare two builds', () => {
    expect(readArguments(['--compare', 'main', '.'])).toEqual({
      ask: 'compare',
      a: 'main',
      b: '.',
      parts: ['requests', 'calls'],
      nodeMajor: 24,
      isShort: false,
    });
    expect(readArguments(['--compare', 'main', '.', 'scrape', '--node', '20'])).toMatchObject({
      parts: ['scrape'],
      nodeMajor: 20,
    });
  });

  it.each([
    [['request'], "There is no part 'request'."],
    [['--node', 'twenty'], "--node wants majors such as 20,24, got 'twenty'."],
    [['--shrt'], "Unknown option '--shrt'"],
    [['--short', '--record'], '--record wants a full run'],
    [['--compare', 'main'], '--compare wants two builds.'],
    [['--compare', 'a', 'b', '--node', '20,24'], '--compare wants one Node.'],
  ])('refuse %j and say what the choices are', (args, fact) => {
    expect(() => readArguments(args)).toThrow(fact);
    expect(() => readArguments(args)).toThrow(`Parts: ${partNames.join(', ')}`);
  });
});
