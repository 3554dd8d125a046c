/** A dashboard per metric family that the application has, from its definitions alone. */
import type { MetricDefinition } from '../../kernel/index.js';
import type { ProvisioningInput } from '../provisioning.js';
import type { DashboardPlan } from './dashboard.js';
import { metricSections } from './metric-panels.js';
import { PanelQueries } from './panel-queries.js';
import { slugOf } from '../slug.js';
import { capitalised } from './titles.js';
import type { LabelFilter } from './variables.js';

/** One metric of each family that has a page of its own, which shows the family's other metrics too. */
const shownElsewhere = [
  'slo_events_total',
  'journey_stage_entered_total',
  'ai_cost_cents_total',
  'nodejs_eventloop_delay_seconds',
];

export function familyPlans(input: ProvisioningInput): DashboardPlan[] {
  const elsewhere = shownElsewhere.flatMap((name) => familyOf(name, input));
  const others = new Set([...input.ownMetrics, ...elsewhere].map(({ name }) => name));
  const shared = input.definitions.filter(({ name }) => !others.has(name));
  const families = new Set(shared.map(({ family }) => family));
  return [...families].map((family) =>
    familyPlan(
      family,
      shared.filter((definition) => definition.family === family),
      input,
    ),
  );
}

function familyPlan(family: string, definitions: readonly MetricDefinition[], input: ProvisioningInput): DashboardPlan {
  return {
    name: slugOf(family),
    title: capitalised(family),
    description: `Every metric of the family “${family}”, by its labels.`,
    ...detailsOf(definitions, input),
  };
}

/** A metric and all others of its family; none where the application does not have it. */
export function familyOf(name: string, { definitions }: ProvisioningInput): readonly MetricDefinition[] {
  const family = definitions.find((definition) => definition.name === name)?.family;
  return definitions.filter((definition) => definition.family === family);
}

/** Panels of these metrics, and a filter for each of their labels. */
export function detailsOf(
  definitions: readonly MetricDefinition[],
  input: ProvisioningInput,
): Required<Pick<DashboardPlan, 'sections' | 'filters'>> {
  const filters = filtersOf(definitions, input);
  const queries = new PanelQueries(
    input,
    filters.map(({ label }) => label),
  );
  return { filters, sections: metricSections(definitions, { queries, prefix: input.prefix }) };
}

const takenByVariables = ['service', 'instance', 'metrics', 'traces', 'logs'];

function filtersOf(definitions: readonly MetricDefinition[], input: ProvisioningInput): LabelFilter[] {
  const taken = new Set([...takenByVariables, ...Object.keys(input.defaultLabels)]);
  const labels = new Set(definitions.flatMap(({ labelNames }) => labelNames).filter((label) => !taken.has(label)));
  const queries = new PanelQueries(input);
  return [...labels].flatMap((label) => {
    const source = definitions.find(({ labelNames }) => labelNames.includes(label));
    return source === undefined ? [] : [{ label, selector: queries.series(source) }];
  });
}
