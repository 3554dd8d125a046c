import { ObservabilityError } from '../kernel/index.js';
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
