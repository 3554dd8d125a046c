/** The process: processor, memory, event loop, garbage collection, what is open, what went wrong. */
import type { ProvisioningInput } from '../provisioning.js';
import type { DashboardPlan } from './dashboard.js';
import { familyOf } from './family-dashboards.js';
import { metricSections, percentilePanel, type MetricPanels } from './metric-panels.js';
import type { PanelDraft } from './model.js';
import { colors, type Query } from './panel-frame.js';
import { PanelQueries } from './panel-queries.js';
import { timeseries } from './panels.js';
import { defaultMetrics } from './prom-client-metrics.js';
import { describe } from './titles.js';

const instances = ['instance'];

export function runtimePlans(input: ProvisioningInput): DashboardPlan[] {
  // With `metrics.runtime` off neither this one nor prom-client's metrics are there.
  const definitions = familyOf('nodejs_eventloop_delay_seconds', input);
  if (definitions.length === 0) return [];
  const context = { queries: new PanelQueries(input), prefix: input.prefix };
  return [
    {
      name: 'runtime',
      title: 'Runtime',
      description: 'The process: processor, memory, event loop, garbage collection, open files.',
      sections: [
        { title: 'Processor and memory', panels: resources(context) },
        { title: 'Garbage collection and open things', panels: open(context) },
        ...metricSections(definitions, context),
      ],
    },
  ];
}

function resources(context: MetricPanels): PanelDraft[] {
  const { queries } = context;
  const { cpu, heapUsed, heapTotal, externalMemory } = defaultMetrics;
  return [
    timeseries({
      title: 'Processor',
      description: `Share of one core, by instance. ${describe(cpu, '')}`,
      unit: 'percentunit',
      width: 8,
      queries: [{ expr: queries.rate(cpu, { by: instances }), legend: '{{instance}}' }],
    }),
    residentMemory(context, limitOfMemory(context)),
    timeseries({
      title: 'Heap of JavaScript',
      description: `On all instances chosen above. ${describe(heapUsed, '')}`,
      unit: 'bytes',
      width: 8,
      queries: [
        { expr: queries.value(heapUsed), legend: 'used' },
        { expr: queries.value(heapTotal), legend: 'reserved' },
        { expr: queries.value(externalMemory), legend: 'outside the heap' },
      ],
    }),
  ];
}

/** By instance. */
export function residentMemory({ queries }: MetricPanels, limit: readonly Query[] = []): PanelDraft {
  const { residentMemory: inUse } = defaultMetrics;
  return timeseries({
    title: 'Resident memory',
    description: `By instance. ${describe(inUse, '')}`,
    unit: 'bytes',
    width: 8,
    queries: [{ expr: queries.value(inUse, { by: instances }), legend: '{{instance}}' }, ...limit],
  });
}

/** Often so far above that what is used is hard to see: not for a first look. */
function limitOfMemory({ queries }: MetricPanels): Query[] {
  const limit = queries.find('process_memory_limit_bytes');
  return limit === undefined ? [] : [{ expr: `min(${queries.selector(limit)})`, legend: 'limit', color: colors.red }];
}

function open({ queries }: MetricPanels): PanelDraft[] {
  const { gc, activeResources, openFiles } = defaultMetrics;
  return [
    timeseries({
      title: 'Time in garbage collection',
      description: `Share of the time, by kind. ${describe(gc, '')}`,
      unit: 'percentunit',
      width: 8,
      queries: [{ expr: queries.timeShare(gc, ['kind']), legend: '{{kind}}' }],
    }),
    { ...percentilePanel(gc, { queries, prefix: '' }), width: 8 },
    timeseries({
      title: 'Open files and active resources',
      description: 'A line that only rises is a leak.',
      unit: 'short',
      width: 8,
      queries: [
        { expr: queries.value(openFiles), legend: 'open files' },
        { expr: queries.value(activeResources), legend: 'timers, sockets and other resources' },
      ],
    }),
  ];
}
