/** The panels that any metric gets by its type: counters as rates, gauges as values, histograms as percentiles and heatmap. */
import type { MetricDefinition } from '../../kernel/index.js';
import { evenly } from './layout.js';
import type { PanelDraft, Section } from './model.js';
import type { PanelText } from './panel-frame.js';
import { heatmap, timeseries } from './panels.js';
import { table } from './tables.js';
import type { PanelQueries } from './panel-queries.js';
import { describe, titleOf } from './titles.js';
import { inUnit, rateUnitOf, unitOf } from './units.js';

export interface MetricPanels {
  readonly queries: PanelQueries;
  readonly prefix: string;
}

const percentiles = [0.5, 0.95, 0.99];

/** All metrics of one subject: what happens, what is there now, and how long or how large. */
export function metricSections(definitions: readonly MetricDefinition[], context: MetricPanels): Section[] {
  const [counters, gauges, histograms] = [
    definitions.filter(({ type }) => type === 'counter'),
    definitions.filter(({ type }) => type === 'gauge' || type === 'summary'),
    definitions.filter(({ type }) => type === 'histogram'),
  ];
  return [
    { title: 'Rates', panels: evenly(counters.map((definition) => ratePanel(definition, context))) },
    { title: 'Current values', panels: evenly(gauges.map((definition) => valuePanel(definition, context))) },
    ...histograms.map((definition) => ({
      title: titleOf(definition),
      panels: evenly(histogramPanels(definition, context)),
    })),
  ];
}

export function ratePanel(definition: MetricDefinition, context: MetricPanels): PanelDraft {
  const { unit, phrase, scale } = rateUnitOf(definition);
  const { labelNames } = definition;
  return timeseries({
    ...text(definition, context),
    title: `${titleOf(definition)} ${phrase}`,
    unit,
    queries: [{ expr: context.queries.rate(definition, { by: labelNames }) + scale, legend: legendOf(labelNames) }],
    hasManySeries: labelNames.length > 0,
  });
}

export function valuePanel(definition: MetricDefinition, context: MetricPanels): PanelDraft {
  return definition.name.endsWith('_info') ? infoTable(definition, context) : valueLines(definition, context);
}

/** Such a metric is always 1: what it says stands in its labels. */
function infoTable(definition: MetricDefinition, context: MetricPanels): PanelDraft {
  const key = definition.labelNames;
  const expr = context.queries.count(definition, key);
  return table({ ...text(definition, context), key, queries: [{ expr, legend: 'Instances' }] });
}

function valueLines(definition: MetricDefinition, context: MetricPanels): PanelDraft {
  const by = [...definition.labelNames, ...(definition.type === 'summary' ? ['quantile'] : [])];
  return timeseries({
    ...text(definition, context),
    ...(definition.unit === 'ratio' && { max: 1 }),
    queries: [{ expr: inUnit(definition, context.queries.value(definition, { by })), legend: legendOf(by) }],
    hasManySeries: by.length > 0,
  });
}

export function percentilePanel(definition: MetricDefinition, context: MetricPanels): PanelDraft {
  const queries = percentiles.map((quantile) => ({
    expr: inUnit(definition, context.queries.quantile(quantile, definition)),
    legend: `p${quantile * 100}`,
    hasExemplars: true,
  }));
  return timeseries({ ...text(definition, context), title: `${titleOf(definition)}: p50, p95, p99`, queries });
}

export function heatmapPanel(definition: MetricDefinition, context: MetricPanels): PanelDraft {
  return heatmap({
    ...text(definition, context),
    title: `${titleOf(definition)}: distribution`,
    queries: [{ expr: context.queries.buckets(definition) }],
  });
}

export function histogramPanels(definition: MetricDefinition, context: MetricPanels): PanelDraft[] {
  const byLabels = definition.labelNames.length === 0 ? [] : [percentileByLabels(definition, context)];
  return [percentilePanel(definition, context), ...byLabels, heatmapPanel(definition, context)];
}

function percentileByLabels(definition: MetricDefinition, context: MetricPanels): PanelDraft {
  const by = definition.labelNames;
  const expr = inUnit(definition, context.queries.quantile(0.95, definition, { by }));
  const title = `${titleOf(definition)}: p95 by ${by.join(', ')}`;
  return timeseries({
    ...text(definition, context),
    title,
    queries: [{ expr, legend: legendOf(by) }],
    hasManySeries: true,
  });
}

function text(definition: MetricDefinition, { prefix }: MetricPanels): Omit<PanelText, 'queries'> {
  return { title: titleOf(definition), description: describe(definition, prefix), unit: unitOf(definition) };
}

function legendOf(labels: readonly string[]): string {
  return labels.length === 0 ? 'all' : labels.map((label) => `{{${label}}}`).join(' · ');
}
