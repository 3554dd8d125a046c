/** Where people leave: how many entered each stage of a journey and how many completed it. */
import type { ProvisioningInput } from '../provisioning.js';
import type { DashboardPlan } from './dashboard.js';
import { detailsOf, familyOf } from './family-dashboards.js';
import type { PanelDraft } from './model.js';
import { bars, table, withOverride } from './tables.js';
import { PanelQueries } from './panel-queries.js';

const stages = ['journey', 'stage'];

export function journeyPlans(input: ProvisioningInput): DashboardPlan[] {
  const definitions = familyOf('journey_stage_entered_total', input);
  if (definitions.length === 0) return [];
  const { filters, sections } = detailsOf(definitions, input);
  const queries = new PanelQueries(
    input,
    filters.map(({ label }) => label),
  );
  return [
    {
      name: 'journeys',
      title: 'Journeys',
      description: 'Stages in the order of how many entered them, and who completed them.',
      filters,
      from: 'now-7d',
      refresh: '5m',
      sections: [{ title: undefined, panels: funnel(queries) }, ...sections],
    },
  ];
}

function funnel(queries: PanelQueries): PanelDraft[] {
  const entered = queries.find('journey_stage_entered_total');
  const completed = queries.find('journey_stage_completed_total');
  if (entered === undefined || completed === undefined) return [];
  const arrivals = { expr: queries.total(entered, { by: stages }), legend: 'Entered' };
  const completions = { expr: queries.total(completed, { by: stages }), legend: 'Completed' };
  const share = { expr: `${completions.expr} / (${arrivals.expr} > 0)`, legend: 'Completed of entered' };
  return [
    bars({
      title: 'Funnel',
      description:
        'Stages of the period shown, the most entered first: later stages of a journey are entered less often.',
      unit: 'short',
      height: 12,
      key: ['stage', 'journey'],
      queries: [arrivals, completions],
    }),
    table({
      title: 'Stages',
      description: 'Who completed a stage may have entered it before the period shown, so a share can be above 100 %.',
      unit: 'short',
      height: 12,
      key: stages,
      queries: [arrivals, completions, share],
      overrides: [withOverride('Completed of entered', 'percentunit')],
    }),
  ];
}
