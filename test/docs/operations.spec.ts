/** What docs/12-operations.md shows of alerts: its block is a region of this file, and the rules say what the page says. */
import type { ObservabilityOptions } from 'nestjs-observability';
import { resolveConfig } from '../../src/config/index.js';
import { prometheusRules } from '../../src/provisioning/index.js';
import { inputWith } from '../provisioning/inputs.js';

// #region alerts
const alerts: ObservabilityOptions['alerts'] = {
  rules: {
    HighErrorRate: { threshold: 0.02, forMinutes: 10 },
    QueueBacklog: false,
  },
  runbookBaseUrl: 'https://git.example/shop/-/blob/main/operations/runbooks/',
  grafanaUrl: 'https://grafana.example',
};
// #endregion

describe('the alerts of the page', () => {
  const config = resolveConfig({ alerts }, { env: {} });
  const [rules] = prometheusRules(inputWith({ alerts: config.alerts }));
  const [highErrorRate = ''] = rules!.text.match(/alert: HighErrorRate[^]*?(?=\n +- alert)/) ?? [];

  it('have the thresholds and links that were asked for', () => {
    expect(highErrorRate).toContain('> 0.02');
    expect(highErrorRate).toContain('for: "10m"');
    expect(highErrorRate).toContain(`${alerts.runbookBaseUrl}HighErrorRate.md`);
    expect(highErrorRate).toContain(`${alerts.grafanaUrl}/d/decision-desk-http-server`);
  });

  it('are not there when they are switched off', () => {
    expect(rules!.text).not.toContain('QueueBacklog');
  });
});
