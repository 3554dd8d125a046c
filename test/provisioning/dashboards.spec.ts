/** Holds what every dashboard promises: places, data sources, variables, links, and queries over metrics that exist. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricDefinition } from '../../src/kernel/index.js';
import type { Annotation, Dashboard, Panel, Row, Variable } from '../../src/provisioning/grafana/model.js';
import { defaultMetrics } from '../../src/provisioning/grafana/prom-client-metrics.js';
import { dashboards, prometheusRules, type ProvisioningInput } from '../../src/provisioning/index.js';
import { skipWithout } from '../support/child-process.js';
import { inputWith, objectiveWith, otelCatalog } from './inputs.js';
import { groupedBy, selectorsIn, withoutVariables } from './promql.js';

const counter = (name: string, labelNames: readonly string[]): MetricDefinition => ({
  name,
  type: 'counter',
  unit: 'count',
  help: 'Counted by the application',
  labelNames,
  family: 'application',
});

const ownMetrics: readonly MetricDefinition[] = [
  counter('components_started_total', ['class', 'method', 'component_type']),
  counter('components_completed_total', ['class', 'method', 'component_type']),
  counter('orders_requested_total', ['region']),
  counter('orders_granted_total', []),
  { ...counter('order_value_ratio', ['instance']), type: 'gauge', unit: 'ratio' },
];

const objectiveRatio: MetricDefinition = {
  ...counter('slo_objective_ratio', ['slo']),
  type: 'gauge',
  unit: 'ratio',
  family: 'objectives',
};

function everything(parts: Partial<ProvisioningInput> = {}): ProvisioningInput {
  const { definitions } = inputWith(parts);
  const known = new Set(definitions.map(({ name }) => name));
  return inputWith({
    objectives: [objectiveWith(), objectiveWith({ name: 'search', windowDays: 7 })],
    ownMetrics,
    ...parts,
    definitions: [...definitions, ...[objectiveRatio, ...ownMetrics].filter(({ name }) => !known.has(name))],
  });
}

const inputs: Readonly<Record<string, ProvisioningInput>> = {
  'the whole catalog': everything(),
  'a prefix and default labels': everything({ prefix: 'shop_', defaultLabels: { region: 'eu "1"', service: 'shop' } }),
  "OpenTelemetry's names": everything({ definitions: otelCatalog() }),
  'two metrics': inputWith({ definitions: inputWith().definitions.slice(0, 2) }),
};

const parsed = (input: ProvisioningInput): Dashboard[] =>
  dashboards(input).map(({ text }) => JSON.parse(text) as Dashboard);

const isPanel = (panel: Panel | Row): panel is Panel => panel.type !== 'row';
const panelsOf = ({ panels }: Dashboard): Panel[] => panels.filter(isPanel);
const expressionsOf = (dashboard: Dashboard): string[] => [
  ...panelsOf(dashboard).flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...dashboard.annotations.list.flatMap(({ expr }: Annotation) => (expr === undefined ? [] : [expr])),
];
const named = (input: ProvisioningInput, name: string): Dashboard => {
  const file = dashboards(input).find(({ path }) => path === `grafana/dashboards/${name}.json`);
  return JSON.parse(file?.text ?? 'null') as Dashboard;
};
const titlesOf = (dashboard: Dashboard): string[] => dashboard.panels.map(({ title }) => title);

describe.each(Object.entries(inputs))('dashboards of %s', (_, input) => {
  const all = parsed(input);

  it('are the same bytes for the same input', () => {
    expect(dashboards(structuredClone(input))).toEqual(dashboards(input));
  });

  it('have uids, titles and files of their own, which Grafana takes', () => {
    const paths = dashboards(input).map(({ path }) => path);

    for (const values of [paths, all.map(({ uid }) => uid), all.map(({ title }) => title)])
      expect(new Set(values).size).toBe(all.length);
    for (const { uid } of all) expect(uid).toMatch(/^[a-z0-9-]{1,40}$/);
  });

  it.each(all.map((dashboard) => [dashboard.title, dashboard] as const))(
    '%s: no two panels share an id or a place',
    (_title, { panels }) => {
      const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_cell, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
      );

      expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
      expect(new Set(cells).size).toBe(cells.length);
      expect(panels.every(({ gridPos: { x, w, h } }) => x >= 0 && w > 0 && h > 0 && x + w <= 24)).toBe(true);
    },
  );

  it.each(all.map((dashboard) => [dashboard.title, dashboard] as const))(
    '%s: every line of panels is full',
    (_title, { panels }) => {
      const widths = new Map<number, number>();
      for (const { gridPos } of panels) widths.set(gridPos.y, (widths.get(gridPos.y) ?? 0) + gridPos.w);

      expect([...widths.values()].filter((width) => width !== 24)).toEqual([]);
    },
  );

  it('ask data sources by variables, and lead from every panel to traces and to logs', () => {
    for (const { templating, panels } of all) {
      const variables = new Map(templating.list.map((variable: Variable) => [`\${${variable.name}}`, variable]));
      const text = JSON.stringify({ panels, templating });
      const sources = [...text.matchAll(/"datasource":\{"type":"(\w+)","uid":"([^"]+)"\}/g)];

      for (const [, type, uid] of sources)
        expect(variables.get(uid ?? '')).toMatchObject({ type: 'datasource', query: type });
      for (const { links } of panels.filter(isPanel))
        expect(links.map(leadsTo)).toEqual(['jaeger ${traces}', 'loki ${logs}']);
    }
  });

  it('use variables that they have', () => {
    for (const dashboard of all) {
      const names = dashboard.templating.list.map(({ name }: Variable) => name);
      const used = expressionsOf(dashboard).flatMap((expr) => selectorsIn(expr).flatMap(({ variables }) => variables));

      expect(new Set(names).size).toBe(names.length);
      expect(used.filter((name) => !names.includes(name))).toEqual([]);
    }
  });

  it('ask for metrics and labels that exist', () => {
    const labels = labelsByMetric(input);
    const common = ['service', 'instance', ...Object.keys(input.defaultLabels)];

    for (const expr of all.flatMap(expressionsOf)) {
      const selectors = selectorsIn(expr);
      const own = selectors.flatMap(({ metric }) => labels.get(metric) ?? [`${metric} does not exist`]);

      expect(selectors).not.toEqual([]);
      for (const { metric, labels: asked } of selectors)
        expect([...common, ...(labels.get(metric) ?? [])]).toEqual(expect.arrayContaining([...asked]));
      expect([...own, 'instance']).toEqual(expect.arrayContaining(groupedBy(expr)));
    }
  });

  it('name series by labels that are left after grouping', () => {
    for (const { targets } of all.flatMap(panelsOf))
      for (const { expr, legendFormat } of targets) {
        const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
        expect(groupedBy(expr)).toEqual(expect.arrayContaining(shown));
      }
  });
});

/** As samples have them: a histogram's and a summary's under their own suffixes. */
function labelsByMetric({ definitions, prefix }: ProvisioningInput): ReadonlyMap<string, readonly string[]> {
  const samples = (name: string, { type, labelNames }: MetricDefinition): [string, readonly string[]][] => {
    if (type === 'summary') return [[name, [...labelNames, 'quantile']]];
    if (type !== 'histogram') return [[name, labelNames]];
    return ['_count', '_sum', '_bucket'].map((suffix) => [
      name + suffix,
      suffix === '_bucket' ? [...labelNames, 'le'] : labelNames,
    ]);
  };
  return new Map([
    ...definitions.flatMap((definition) => samples(prefix + definition.name, definition)),
    ...Object.values<MetricDefinition>(defaultMetrics).flatMap((definition) => samples(definition.name, definition)),
  ]);
}

/** Type and source of what a link into Explore asks. */
function leadsTo({ url }: { readonly url: string }): string {
  const panes = JSON.parse(new URLSearchParams(url.split('?')[1]).get('panes') ?? 'null') as {
    signals: { datasource: string; queries: { datasource: { type: string; uid: string } }[] };
  };
  const { datasource, queries } = panes.signals;
  const source = queries[0]?.datasource;
  return source?.uid === datasource ? `${source.type} ${source.uid}` : 'nowhere';
}

skipWithout('promtool')('promtool', () => {
  it('reads every expression of every dashboard', () => {
    const folder = mkdtempSync(join(tmpdir(), 'observability-dashboards-'));
    const expressions = Object.values(inputs).flatMap((input) => parsed(input).flatMap(expressionsOf));
    const rules = expressions.map((expr, index) => ({ record: `panel:${index}`, expr: withoutVariables(expr) }));
    writeFileSync(join(folder, 'rules.yml'), JSON.stringify({ groups: [{ name: 'panels', rules }] }));

    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', join(folder, 'rules.yml')], {
      encoding: 'utf8',
    });

    rmSync(folder, { recursive: true });
    expect({ status, output: stdout + stderr }).toEqual({
      status: 0,
      output: expect.stringContaining(`${rules.length} rules found`),
    });
  });
});

describe('the overview', () => {
  it('begins with what somebody on call wants to know', () => {
    expect(titlesOf(named(everything(), 'overview')).slice(0, 11)).toEqual([
      'Requests per second', 'Error rate', 'p95 latency', 'Active sessions', 'AI cost today', 'Ready',
      'Requests',
      'Requests and errors per second', 'Error rate', 'HTTP request duration: p50, p95, p99', 'HTTP request duration: distribution',
    ]); // prettier-ignore
  });

  it('counts the cost of today in dollars, whatever period is shown', () => {
    const cost = panelsOf(named(everything(), 'overview')).find(({ title }) => title === 'AI cost today');

    expect(cost).toMatchObject({ timeFrom: 'now/d', fieldConfig: { defaults: { unit: 'currencyUSD' } } });
    expect(cost?.targets[0]).toMatchObject({
      expr: 'sum(increase(ai_cost_cents_total{service=~"$service", instance=~"$instance"}[$__range])) / 100',
      instant: true,
    });
  });

  it('has only panels for what the application has', () => {
    const overview = named(inputWith({ definitions: inputWith().definitions.slice(0, 2) }), 'overview');

    expect(titlesOf(overview)).not.toContain('AI cost today');
    expect(overview.annotations.list).toHaveLength(1);
  });

  it('draws points that lead to a trace over every histogram', () => {
    const histograms = parsed(everything())
      .flatMap(panelsOf)
      .filter(({ targets }) => targets.some(({ expr }) => expr.includes('_bucket')));
    const overTime = histograms.filter(({ type }) => type === 'heatmap' || type === 'timeseries');
    const percentiles = overTime.filter(({ title }) => !title.includes(' by '));

    expect(percentiles.length).toBeGreaterThan(40);
    expect(percentiles.every(({ targets }) => targets.every(({ exemplar }) => exemplar))).toBe(true);
  });
});

describe('the service', () => {
  it('is at first the one that the dashboard was made for, under whatever label or none', () => {
    const { list } = named(everything(), 'overview').templating;

    expect(list.find(({ name }) => name === 'service')).toMatchObject({
      allValue: 'decision-desk|',
      current: { value: ['$__all'] },
    });
    expect(list.find(({ name }) => name === 'instance')?.query).toMatchObject({
      query: 'label_values(app_info{service=~"$service"}, instance)',
    });
  });
});

describe('default labels', () => {
  it('are chosen at first, and one of a metric of the same name is left to the metric', () => {
    const { templating, panels } = named(inputs['a prefix and default labels']!, 'application');
    const region = templating.list.find(({ name }) => name === 'region');
    const orders = JSON.stringify(panels).match(/shop_orders_requested_total\{[^}]*\}/)?.[0];

    expect(region?.current).toEqual({ text: ['eu "1"'], value: ['eu "1"'] });
    expect(orders).toBe(String.raw`shop_orders_requested_total{service=~\"$service\", instance=~\"$instance\"}`);
  });
});

describe("the application's own metrics", () => {
  it('make a funnel of counters that begin and end the same thing, by the labels that both have', () => {
    const [components, orders] = panelsOf(named(everything(), 'application'));

    expect(components).toMatchObject({ type: 'barchart', title: 'Components started and completed by component_type' });
    expect(components?.targets.map(({ expr }) => groupedBy(expr))).toEqual([['component_type'], ['component_type']]);
    expect(orders).toMatchObject({ type: 'stat', title: 'Orders requested and granted' });
  });
});

describe('alerts', () => {
  it('lead to dashboards that exist', () => {
    const urls = new Set(parsed(everything()).map(({ uid }) => `/d/${uid}`));
    const rules = prometheusRules(everything())
      .map(({ text }) => text)
      .join('');
    const led = [...rules.matchAll(/dashboard_url: "?([^"\n]+)/g)].map(([, url = '']) => url);

    expect(led.length).toBeGreaterThan(10);
    expect(led.filter((url) => !urls.has(url))).toEqual([]);
  });
});

describe('objectives', () => {
  it('are each asked over their own window', () => {
    const [table] = panelsOf(named(everything(), 'slo'));

    expect(table?.targets[1]?.expr.match(/slo=~"(orders|search)", outcome="bad"\}\[\w+\]/g)).toEqual([
      'slo=~"orders", outcome="bad"}[30d]',
      'slo=~"search", outcome="bad"}[7d]',
    ]);
  });

  it('have no dashboard where there are none', () => {
    expect(named(everything({ objectives: [] }), 'slo')).toBeNull();
  });
});
