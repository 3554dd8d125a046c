/** What the calls of models cost, by provider and model, and how they go. */
import type { ProvisioningInput } from '../provisioning.js';
import type { DashboardPlan } from './dashboard.js';
import { detailsOf, familyOf } from './family-dashboards.js';
import { evenly } from './layout.js';
import type { MetricPanels } from './metric-panels.js';
import type { PanelDraft } from './model.js';
import type { Query } from './panel-frame.js';
import { stat, timeseries } from './panels.js';
import { table, withOverride } from './tables.js';
import { PanelQueries } from './panel-queries.js';
import { describe } from './titles.js';

const byModel = ['provider', 'model'];

export function aiPlans(input: ProvisioningInput): DashboardPlan[] {
  const definitions = familyOf('ai_cost_cents_total', input);
  if (definitions.length === 0) return [];
  const { filters, sections } = detailsOf(definitions, input);
  const context = {
    queries: new PanelQueries(
      input,
      filters.map(({ label }) => label),
    ),
    prefix: input.prefix,
  };
  return [
    {
      name: 'ai',
      title: 'AI cost and calls',
      description: 'Cost and tokens by provider and model, and how the calls go.',
      filters,
      from: 'now-24h',
      refresh: '5m',
      sections: [
        { title: undefined, panels: evenly([...aiCostToday(context), ...costOfPeriod(context), ...tokens(context)]) },
        { title: 'Cost', panels: [...costOverTime(context), ...models(context)] },
        ...sections,
      ],
    },
  ];
}

/** Empty for an application that calls no model. */
export function aiCostToday({ queries, prefix }: MetricPanels): PanelDraft[] {
  const cost = queries.find('ai_cost_cents_total');
  if (cost === undefined) return [];
  return [
    stat({
      title: 'AI cost today',
      description: `Since midnight. ${describe(cost, prefix)}`,
      unit: 'currencyUSD',
      queries: [{ expr: `${queries.total(cost)} / 100`, legend: 'cost' }],
      timeFrom: 'now/d',
      isInstant: true,
      noValue: '$0',
    }),
  ];
}

function costOfPeriod({ queries, prefix }: MetricPanels): PanelDraft[] {
  const cost = queries.find('ai_cost_cents_total');
  if (cost === undefined) return [];
  const description = `Of the period shown. ${describe(cost, prefix)}`;
  const query = { expr: `${queries.total(cost)} / 100`, legend: 'cost' };
  return [
    stat({
      title: 'Cost of this period',
      description,
      unit: 'currencyUSD',
      queries: [query],
      isInstant: true,
      noValue: '$0',
    }),
  ];
}

function tokens({ queries, prefix }: MetricPanels): PanelDraft[] {
  const used = queries.find('ai_tokens_total');
  if (used === undefined) return [];
  const query = { expr: queries.total(used, { by: ['type'] }), legend: '{{type}}' };
  return [
    stat({
      title: 'Tokens of this period',
      description: describe(used, prefix),
      unit: 'short',
      queries: [query],
      isInstant: true,
    }),
  ];
}

function costOverTime({ queries, prefix }: MetricPanels): PanelDraft[] {
  const cost = queries.find('ai_cost_cents_total');
  if (cost === undefined) return [];
  return [
    timeseries({
      title: 'Cost per hour by provider and model',
      description: describe(cost, prefix),
      unit: 'currencyUSD',
      queries: [{ expr: `${queries.rate(cost, { by: byModel })} * 3600 / 100`, legend: '{{provider}} · {{model}}' }],
      hasManySeries: true,
    }),
  ];
}

function models({ queries }: MetricPanels): PanelDraft[] {
  const cost = queries.find('ai_cost_cents_total');
  if (cost === undefined) return [];
  const used = queries.find('ai_tokens_total');
  const unpriced = queries.find('ai_unpriced_calls_total');
  const columns: Query[] = [
    { expr: `${queries.total(cost, { by: byModel })} / 100`, legend: 'Cost' },
    ...(used === undefined ? [] : [{ expr: queries.total(used, { by: byModel }), legend: 'Tokens' }]),
    ...(unpriced === undefined ? [] : [{ expr: queries.total(unpriced, { by: byModel }), legend: 'Unpriced calls' }]),
  ];
  return [
    table({
      title: 'Models',
      description:
        'Cost and tokens of the period shown. Calls without a known price cost nothing here, so they are counted beside it.',
      unit: 'short',
      key: byModel,
      queries: columns,
      overrides: [withOverride('Cost', 'currencyUSD')],
    }),
  ];
}
