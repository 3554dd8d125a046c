/** The metrics that the application declares itself, and a funnel for each pair of counters that begin and end the same thing. */
import type { MetricDefinition } from '../../kernel/index.js';
import type { ProvisioningInput } from '../provisioning.js';
import type { DashboardPlan } from './dashboard.js';
import { detailsOf } from './family-dashboards.js';
import { evenly } from './layout.js';
import type { PanelDraft } from './model.js';
import { stat } from './panels.js';
import { bars } from './tables.js';
import { PanelQueries } from './panel-queries.js';
import { titleOf } from './titles.js';

/** Labels by which the two differ although they count the same thing: which method counted it. */
const labelsOfTheCallsite = new Set(['class', 'method', 'outcome']);

const endings: Readonly<Record<string, readonly string[]>> = {
  started: ['completed', 'finished', 'ended'],
  entered: ['completed', 'left'],
  requested: ['completed', 'granted', 'answered'],
  opened: ['closed'],
  created: ['completed', 'published', 'archived'],
  received: ['processed', 'answered'],
  submitted: ['accepted', 'completed'],
};

export function ownMetricPlans(input: ProvisioningInput): DashboardPlan[] {
  const { ownMetrics } = input;
  if (ownMetrics.length === 0) return [];
  const queries = new PanelQueries(input);
  const { filters, sections } = detailsOf(ownMetrics, input);
  const funnels = pairs(ownMetrics).map((pair) => funnel(pair, queries));
  return [
    {
      name: 'application',
      title: 'Application',
      description: 'What the application counts and measures itself.',
      filters,
      sections: [{ title: undefined, panels: evenly(funnels, 2) }, ...sections],
    },
  ];
}

interface Pair {
  readonly begun: MetricDefinition;
  readonly ended: MetricDefinition;
}

function pairs(definitions: readonly MetricDefinition[]): Pair[] {
  const counters = new Map(
    definitions.filter(({ type }) => type === 'counter').map((counter) => [counter.name, counter]),
  );
  return [...counters.values()].flatMap((begun) =>
    namesOfTheEnd(begun.name).flatMap((name) => {
      const ended = counters.get(name);
      return ended === undefined ? [] : [{ begun, ended }];
    }),
  );
}

function namesOfTheEnd(name: string): string[] {
  const words = name.split('_');
  return words.flatMap((word, index) => (endings[word] ?? []).map((ending) => words.with(index, ending).join('_')));
}

function funnel({ begun, ended }: Pair, queries: PanelQueries): PanelDraft {
  const key = begun.labelNames.filter((label) => ended.labelNames.includes(label) && !labelsOfTheCallsite.has(label));
  const columns = [begun, ended].map((counter) => ({
    expr: queries.total(counter, { by: key }),
    legend: titleOf(counter),
  }));
  const text = {
    title: `${titleOf(begun)} and ${lastWord(titleOf(ended))}${key.length === 0 ? '' : ` by ${key.join(', ')}`}`,
    description: 'Of the period shown.',
    unit: 'short' as const,
    queries: columns,
    height: 10,
  };
  return key.length === 0 ? stat({ ...text, isInstant: true }) : bars({ ...text, key });
}

function lastWord(text: string): string {
  return text.slice(text.lastIndexOf(' ') + 1);
}
