import { ObservabilityError } from '../kernel/index.js';
import { alertRules } from './alert-rules.js';
import { resolveConfig } from './resolve-config.js';

const problemsOf = (rules: unknown): string => {
  try {
    resolveConfig({ alerts: { rules: rules as never } }, { env: {} });
  } catch (error) {
    return (error as ObservabilityError).message;
  }
  return '';
};

describe('alerts.rules', () => {
  it('takes other numbers, and false for no alert', () => {
    const rules = { HighErrorRate: { threshold: 0.02 }, QueueBacklog: false } as const;

    expect(resolveConfig({ alerts: { rules } }, { env: {} }).alerts.rules).toEqual(rules);
  });

  it('reads JSON from the environment', () => {
    const env = { OBSERVABILITY_ALERTS_RULES: '{"SlowResponses":{"forMinutes":10}}' };

    expect(resolveConfig({}, { env }).alerts.rules).toEqual({ SlowResponses: { forMinutes: 10 } });
  });

  it.each([
    [{ HighErorRate: false }, 'alerts.rules.HighErorRate is no alert', 'write HighErrorRate'],
    [{ HighErrorRate: true }, 'alerts.rules.HighErrorRate must be false or its numbers', 'threshold: 0.02'],
    [{ HighErrorRate: { limit: 1 } }, 'alerts.rules.HighErrorRate.limit is not known', 'use threshold or forMinutes'],
    [{ HighErrorRate: { threshold: -1 } }, 'alerts.rules.HighErrorRate.threshold must be a number', 'write e.g. 0.05'],
    [{ HighErrorRate: { threshold: 5 } }, 'alerts.rules.HighErrorRate.threshold can never be exceeded', 'e.g. 0.05'],
    [{ PoolSaturated: { threshold: 1 } }, 'alerts.rules.PoolSaturated.threshold can never be exceeded', 'e.g. 0.99'],
    [[], 'alerts.rules must be a record of alerts', 'HighErrorRate'],
  ])('refuses %j with what to write', (rules, fact, fix) => {
    expect(problemsOf(rules)).toContain(fact);
    expect(problemsOf(rules)).toContain(fix);
  });
});

describe('one of alerts.rules', () => {
  const example = 'write e.g. { HighErrorRate: { threshold: 0.02, forMinutes: 10 }, QueueBacklog: false }';
  const names =
    'HighErrorRate, AIProviderErrors, HighAICosts, SlowResponses, EventBacklog, RateLimitSpike, ApplicationNotReady, ' +
    'InstanceNotReady, HealthCheckFailing, EventLoopDelay, PoolSaturated, QueueBacklog, ScheduleOverdue, TelemetryDropped';
  const exceeded = 'can never be exceeded: it is compared with a share of requests answered with 5xx';

  it.each([
    [{}],
    [{ HighErrorRate: {} }],
    [{ HighErrorRate: { threshold: 0.99, forMinutes: 0 } }],
    [{ SlowResponses: { threshold: 500 }, TelemetryDropped: { threshold: 0 } }],
  ])('may be %j, and is copied', (given) => {
    const verdict = alertRules.check(given);

    expect(verdict).toEqual({ value: given });
    expect('value' in verdict && verdict.value).not.toBe(given);
  });

  it.each([
    [[], [{ fact: 'must be a record of alerts', fix: example }]],
    [{ QueueBaklog: false }, [{ at: '.QueueBaklog', fact: 'is no alert', fix: 'write QueueBacklog' }]],
    [{ Nothing: false }, [{ at: '.Nothing', fact: 'is no alert', fix: `use one of ${names}` }]],
    ...[true, 0.1, null, []].map((got): [object, object[]] => [
      { QueueBacklog: got },
      [{ at: '.QueueBacklog', fact: 'must be false or its numbers', got, fix: example }],
    ]),
    [
      { QueueBacklog: { limit: 1 } },
      [{ at: '.QueueBacklog.limit', fact: 'is not known', fix: 'use threshold or forMinutes' }],
    ],
    ...[-1, Infinity, Number.NaN, '1', null].flatMap((got) =>
      ['threshold', 'forMinutes'].map((key): [object, object[]] => [
        { QueueBacklog: { [key]: got } },
        [{ at: `.QueueBacklog.${key}`, fact: 'must be a number of at least 0', got, fix: 'write e.g. 0.05' }],
      ]),
    ),
    ...(
      [
        [1, 0.99],
        [1.5, 0.015],
        [99, 0.99],
        [7, 0.07],
        [100, 0.99],
      ] as const
    ).map(([got, meant]): [object, object[]] => [
      { HighErrorRate: { threshold: got } },
      [{ at: '.HighErrorRate.threshold', fact: exceeded, got, fix: `write a number below 1, e.g. ${meant}` }],
    ]),
  ])('may not be %j', (given, complaints) => {
    expect(alertRules.check(given)).toEqual({ complaints });
  });
});
