/** Where the generated dashboards and alerts use a metric, read from the queries that the generators write. */
import { parse } from 'yaml';
import type { MetricDefinition } from '../../src/kernel/index.js';
import type { Dashboard } from '../../src/provisioning/grafana/model.js';
import { dashboards, prometheusRules, type ProvisioningInput } from '../../src/provisioning/index.js';
import { inputWith, objectiveWith, otelCatalog } from '../provisioning/inputs.js';
import { selectorsIn } from '../provisioning/promql.js';

export interface MetricUsage {
  /** Titles of panels, by the title of their dashboard. */
  readonly panels: ReadonlyMap<string, ReadonlySet<string>>;
  readonly alerts: ReadonlySet<string>;
}

interface Use {
  readonly metric: string;
  readonly dashboard?: string;
  readonly panel?: string;
  readonly alert?: string;
}

/** By the name of the metric, in an application that has all of them. */
export function metricUsage(): (name: string) => MetricUsage {
  const objectives = [objectiveWith()];
  const inputs = [inputWith({ objectives }), inputWith({ objectives, definitions: otelCatalog() })];
  const uses = inputs.flatMap((input) => [...panelUses(input), ...alertUses(input)]);
  return (name) => usageIn(uses.filter(({ metric }) => metric === name));
}

function usageIn(uses: readonly Use[]): MetricUsage {
  const panels = new Map<string, Set<string>>();
  for (const { dashboard, panel } of uses)
    if (dashboard !== undefined) panels.set(dashboard, (panels.get(dashboard) ?? new Set()).add(panel!));
  return { panels, alerts: new Set(uses.flatMap(({ alert }) => alert ?? [])) };
}

function panelUses(input: ProvisioningInput): Use[] {
  return dashboards(input).flatMap(({ text }) => {
    const { title, panels } = JSON.parse(text) as Dashboard;
    const dashboard = title.replace(`${input.service.name} / `, '');
    return panels.flatMap((panel) => {
      const queries = 'targets' in panel ? panel.targets.map(({ expr }) => expr) : [];
      return metricsIn(queries.join('\n'), input).map((metric) => ({ metric, dashboard, panel: panel.title }));
    });
  });
}

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
}

/** An alert on recorded series uses what they are recorded from. */
function alertUses(input: ProvisioningInput): Use[] {
  const rules = prometheusRules(input).flatMap(({ text }) => rulesOf(text));
  const recorded = new Map(rules.map(({ record = '', expr }) => [record, expr]));
  return rules.flatMap(({ alert, expr }) => {
    const sources = selectorsIn(expr).map(({ metric }) => recorded.get(metric) ?? '');
    const metrics = metricsIn([expr, ...sources].join('\n'), input);
    return alert === undefined ? [] : metrics.map((metric) => ({ metric, alert }));
  });
}

function rulesOf(text: string): readonly Rule[] {
  const { groups } = parse(text) as { groups: readonly { rules: readonly Rule[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

/** Names of definitions, which samples of histograms show with a suffix. */
function metricsIn(expression: string, { definitions }: ProvisioningInput): string[] {
  const known = new Set(definitions.map(({ name }: MetricDefinition) => name));
  const names = selectorsIn(expression).map(({ metric }) => {
    const stem = metric.replace(/_(bucket|count|sum)$/, '');
    return known.has(metric) ? metric : known.has(stem) ? stem : metric;
  });
  return [...new Set(names)];
}
