import { metricsExporters } from './metrics-exporters.js';

describe('the ways for metrics to leave', () => {
  it.each([
    ['prometheus', ['prometheus']],
    ['otlp', ['otlp']],
    [
      ['otlp', 'prometheus'],
      ['otlp', 'prometheus'],
    ],
    [['otlp', 'otlp'], ['otlp']],
    ['none', []],
    [['none'], []],
  ])('may be %j', (given, expected) => {
    expect(metricsExporters.check(given)).toEqual({ value: expected });
  });

  it.each([['statsd'], [['otlp', 'none']], [['none', 'none']], [[]], [['otlp', 'statsd']], [undefined], [true]])(
    'may not be %j',
    (given) => {
      expect(metricsExporters.check(given)).toEqual({
        complaints: [
          {
            fact: "must be 'prometheus', 'otlp', both in a list, or 'none'",
            fix: "write e.g. ['prometheus', 'otlp']",
          },
        ],
      });
    },
  );

  it.each([
    ['OTLP, Prometheus', ['otlp', 'prometheus']],
    ['["otlp"]', ['otlp']],
    ['none', ['none']],
  ])('are read from the text %s', (given, expected) => {
    expect(metricsExporters.fromText!(given)).toEqual(expected);
  });

  it('are named in messages', () => {
    expect([metricsExporters.name, metricsExporters.textExample]).toEqual([
      "'prometheus' or 'otlp' or both, or 'none'",
      'prometheus,otlp',
    ]);
  });
});
