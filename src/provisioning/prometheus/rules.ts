/** Prometheus' rule files: one of alerts on the service, one of recording rules and burn-rate alerts per objective. */
import { burnWindows, type Objective } from '../../slo/index.js';
import { dashboardUid } from '../grafana/dashboard.js';
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import type { Alert } from './alert.js';
import { alertsOf } from './alert-table.js';
import { badRatioExpression, badRatioRecord, burnAlerts, burnExpression, type BurnRule } from './burn-rates.js';
import { Queries, type Labels } from './queries.js';
import { serviceAlerts } from './service-alerts.js';
import { trafficAlerts } from './traffic-alerts.js';
import { toYaml, type YamlValue } from '../yaml.js';

/**
 * Rule files for Prometheus 2.x and 3.x: `prometheus/rules/alerts.yml`, and `prometheus/rules/slo-<name>.yml` per objective.
 * An alert whose metrics are not among the definitions is left out.
 */
export function prometheusRules(input: ProvisioningInput): GeneratedFile[] {
  const alerts = serviceAlertsOf(input);
  return [
    ...(alerts.length === 0 ? [] : [{ path: ALERTS_FILE, text: toYaml(alertGroups(alerts, input)) }]),
    ...input.objectives.map((objective) => ({
      path: objectiveFile(objective),
      text: toYaml(objectiveGroups(objective, input)),
    })),
  ];
}

export const ALERTS_FILE = 'prometheus/rules/alerts.yml';

export function objectiveFile({ name }: Objective): string {
  return `prometheus/rules/slo-${name}.yml`;
}

export function serviceAlertsOf(input: ProvisioningInput): Alert[] {
  return alertsOf({ ...trafficAlerts, ...serviceAlerts }, new Queries(input), input.alerts ?? {});
}

/** What tells recorded series and alerts of one deployment from those of another in the same Prometheus. */
export function serviceLabels({ service, defaultLabels }: ProvisioningInput): Labels {
  return { ...defaultLabels, service: service.name };
}

export function objectiveLabels({ name }: Objective, input: ProvisioningInput): Labels {
  return { ...serviceLabels(input), slo: name };
}

export function burnLabels({ severity, long, short, burnRate }: BurnRule): Labels {
  return { severity, long_window: long, short_window: short, burn_rate: String(burnRate) };
}

export interface Annotations extends Readonly<Record<string, string>> {
  readonly summary: string;
  readonly description: string;
}

export function alertAnnotations(alert: Alert, input: ProvisioningInput): Annotations {
  const { summary, description } = alert;
  return { summary, description, ...links(alert, input) };
}

export function burnAnnotations(alert: BurnRule, objective: Objective, input: ProvisioningInput): Annotations {
  const { name, windowDays, description: goal } = objective;
  const what = goal === undefined ? '' : ` (${goal})`;
  const daysLeft = Number((windowDays / alert.burnRate).toPrecision(2));
  return {
    summary: `Objective ${name} loses its error budget ${alert.burnRate} times too fast`,
    description:
      `{{ $value | humanizePercentage }} of the events of ${name}${what} were bad in the last ${alert.long}; ` +
      `at ${alert.burnRate} times the allowed rate the budget of ${windowDays} days lasts ${daysLeft}.`,
    ...links({ name: alert.name, dashboard: 'slo' }, input),
  };
}

function links({ name, dashboard }: Pick<Alert, 'name' | 'dashboard'>, input: ProvisioningInput) {
  const { runbookBaseUrl = 'runbooks/' } = input.alerts ?? {};
  return { runbook_url: `${runbookBaseUrl}${name}.md`, dashboard_url: dashboardLink(dashboard, input) };
}

export function dashboardLink(dashboard: string, { alerts = {}, service }: ProvisioningInput): string {
  return `${alerts.grafanaUrl ?? ''}/d/${dashboardUid(service.name, dashboard)}`;
}

function alertGroups(alerts: readonly Alert[], input: ProvisioningInput): YamlValue {
  return groups(
    `${input.service.name}-alerts`,
    alerts.map((alert) => serviceAlertRule(alert, input)),
  );
}

function serviceAlertRule(alert: Alert, input: ProvisioningInput): YamlValue {
  return {
    alert: alert.name,
    expr: alert.expression,
    for: duration(alert.forMinutes),
    labels: { ...serviceLabels(input), severity: alert.severity },
    annotations: alertAnnotations(alert, input),
  };
}

function objectiveGroups(objective: Objective, input: ProvisioningInput): YamlValue {
  const queries = new Queries(input);
  const labels = objectiveLabels(objective, input);
  const recorded = burnWindows.map((window) => ({
    record: badRatioRecord(window),
    expr: badRatioExpression(objective, window, queries),
    labels,
  }));
  return groups(`${input.service.name}-slo-${objective.name}`, [
    ...recorded,
    ...burnAlerts.map((alert) => burnAlertRule(alert, objective, input)),
  ]);
}

function burnAlertRule(alert: BurnRule, objective: Objective, input: ProvisioningInput): YamlValue {
  return {
    alert: alert.name,
    expr: burnExpression(alert, objective, objectiveLabels(objective, input)),
    labels: burnLabels(alert),
    annotations: burnAnnotations(alert, objective, input),
  };
}

function groups(name: string, rules: readonly YamlValue[]): YamlValue {
  return { groups: [{ name, rules }] };
}

function duration(minutes: number): string {
  return Number.isInteger(minutes) ? `${minutes}m` : `${Math.round(minutes * 60)}s`;
}
