/** The tables of docs/11-objectives.md and docs/12-operations.md: alerts with their defaults, burn rates, files and the command's help. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { HELP } from '../../src/cli/command-line.js';
import { alertDefaults, type AlertRule } from '../../src/config/index.js';
import { generators } from '../../src/provisioning/index.js';
import { burnAlerts, burnThreshold } from '../../src/provisioning/prometheus/burn-rates.js';
import { serviceAlertsOf } from '../../src/provisioning/prometheus/rules.js';
import { burnWindowsMs } from '../../src/slo/index.js';
import { inputWith, objectiveWith } from '../provisioning/inputs.js';
import { code, root, table } from './generated.js';

/** What each generated file is for, in the order in which somebody would open them; `*` is any name. */
const FILES: Readonly<Record<string, string>> = {
  'grafana/dashboards/*.json':
    'Dashboards: overview, objectives, journeys, AI cost, runtime, the metrics of your own, and one per family of metrics that the application has.',
  'prometheus/rules/alerts.yml': 'The alerts below.',
  'prometheus/rules/slo-*.yml':
    'Of each objective: its share of bad events over seven windows, and its burn-rate alerts.',
  'prometheus/tests/*.yml':
    'Tests of every rule, for `promtool test rules`: silent when healthy, without traffic, at a restart and while another service fails; firing when they say so; over afterwards.',
  'runbooks/*.md':
    'A page per alert: what it means, where to look first, likely causes, queries, how to stop the bleeding.',
  'compose.yml': 'The whole stack on one machine, on loopback addresses.',
  'prometheus/prometheus.yml': 'What is scraped, which rules hold, whom Prometheus tells.',
  'prometheus/targets.yml': 'Where the application listens, one line per instance.',
  'alertmanager/alertmanager.yml': 'How alerts are grouped, which silence which, and a webhook to replace by yours.',
  'alertmanager/alert-log.mjs': 'A webhook that prints what arrives.',
  'grafana/provisioning/datasources/*.yml':
    'Prometheus, Jaeger, Loki and Alertmanager, each leading to the next signal.',
  'grafana/provisioning/dashboards/*.yml': 'Where Grafana finds the dashboards.',
  'collector/collector.yml': 'OTLP in; traces to Jaeger, metrics to Prometheus, logs to Loki; tail sampling.',
  'collector/stdout-logs.yml': 'Lines on standard output, from containers to the collector.',
  'loki/loki.yml': 'Loki on a disk of its own.',
  'kubernetes/deployment.yml': 'Probes and grace period, to take over into your Deployment.',
  'kubernetes/service.yml': 'The Service; its name is the label `service` of every sample.',
  'kubernetes/service-monitor.yml': "What the Prometheus Operator's Prometheus scrapes.",
  'kubernetes/rules-*.yml': "The rule files as the operator's resources.",
  'kubernetes/kustomization.yml': '`kubectl apply -k kubernetes`.',
};

export function fileReference(): string {
  const written = writtenFiles();
  const patterns = Object.keys(FILES);
  for (const path of written)
    if (!patterns.some((pattern) => fits(path, pattern))) throw new Error(`Say in ${__filename} what ${path} is`);
  for (const pattern of patterns)
    if (!written.some((path) => fits(path, pattern))) throw new Error(`Nothing writes ${pattern}: see ${__filename}`);
  return table(
    ['file', 'what it is'],
    Object.entries(FILES).map(([pattern, text]) => [code(pattern), text]),
  );
}

function writtenFiles(): string[] {
  const input = inputWith({ objectives: [objectiveWith()] });
  return generators.flatMap((generate) => generate(input).map(({ path }) => path));
}

function fits(path: string, pattern: string): boolean {
  const [start = '', end] = pattern.split('*');
  return end === undefined ? path === pattern : path.startsWith(start) && path.endsWith(end);
}

export function alertReference(): string {
  const defaults: Readonly<Record<string, AlertRule>> = alertDefaults;
  return table(
    ['alert', 'severity', 'threshold', 'fires after', 'says', 'dashboard'],
    serviceAlertsOf(inputWith()).map(({ name, severity, forMinutes, summary, dashboard }) => [
      code(name),
      severity,
      thresholdOf(defaults[name]!),
      forMinutes === 0 ? 'at once' : `${forMinutes} min`,
      summary.replace(/\{\{[^}]*\}\}/g, '…'),
      code(dashboard),
    ]),
  );
}

function thresholdOf({ threshold, measure }: AlertRule): string {
  return measure === undefined ? '' : `${threshold}: ${measure}`;
}

/** With a window of 28 days, and the threshold for 99.9 %. */
export function burnReference(): string {
  const objective = objectiveWith({ objective: 0.999, windowDays: 28 });
  const windowMs = objective.windowDays * burnWindowsMs['1d'];
  return table(
    [
      'alert',
      'severity',
      'burn rate',
      'long window',
      'short window',
      'bad events at 99.9 %',
      'budget spent until then',
    ],
    burnAlerts.map((alert) => [
      code(alert.name),
      alert.severity,
      String(alert.burnRate),
      alert.long,
      alert.short,
      perCent(burnThreshold(alert, objective)),
      perCent((alert.burnRate * burnWindowsMs[alert.long]) / windowMs),
    ]),
  );
}

function perCent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}

export function commandHelp(): string {
  return ['```text', HELP.trimEnd(), '```'].join('\n');
}

/** A part of a YAML file of the sample's: `collector/collector.yml#processors.tail_sampling`. */
export function operationsPart(argument: string): string {
  const [file = '', place = ''] = argument.split('#');
  const whole = parse(readFileSync(join(root, 'sample/02-decision-desk/operations', file), 'utf8')) as unknown;
  const part = place.split('.').reduce((value, key) => (value as Record<string, unknown>)[key], whole);
  const name = place.slice(place.lastIndexOf('.') + 1);
  return ['```yaml', stringify({ [name]: part }).trimEnd(), '```'].join('\n');
}
