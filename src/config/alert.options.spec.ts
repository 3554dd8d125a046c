import { alertDefaults, alertRule } from './alert.options.js';

describe('the rule of an alert', () => {
  const usual = {
    threshold: 0.05,
    forMinutes: 5,
    severity: 'critical',
    measure: 'share of requests answered with 5xx',
    largest: 1,
  };

  it('is the usual one where nothing was said', () => {
    expect(alertRule('HighErrorRate', {})).toEqual(usual);
    expect(alertRule('HighErrorRate', { rules: {} })).toEqual(usual);
    expect(alertRule('HighErrorRate', { rules: { QueueBacklog: false } })).toEqual(usual);
  });

  it('changes in what was said alone', () => {
    expect(alertRule('HighErrorRate', { rules: { HighErrorRate: { threshold: 0.02 } } })).toEqual({
      ...usual,
      threshold: 0.02,
    });
    expect(alertRule('HighErrorRate', { rules: { HighErrorRate: { forMinutes: 0 } } })).toEqual({
      ...usual,
      forMinutes: 0,
    });
    expect(alertDefaults.HighErrorRate).toEqual(usual);
  });

  it('is none where somebody wants no such alert', () => {
    expect(alertRule('QueueBacklog', { rules: { QueueBacklog: false } })).toBeUndefined();
  });
});
