/** The process: processor, memory, event loop, garbage collection, what is open, what went wrong. */
import type { ProvisioningInput } from '../provisioning.js';
import type { DashboardPlan } from './dashboard.js';
import { familyOf } from './family-dashboards.js';
import { metricSections, percentilePanel, type MetricPanels } from './metric-panels.js';
import type { PanelDraft } from './model.js';
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

function resources({ queries }: MetricPanels): PanelDraft[] {
  const { cpu, residentMemory, heapUsed, heapTotal, externalMemory } = defaultMetrics;
  const limit = queries.find('process_memory_limit_bytes');
  return [
    timeseries({
      title: 'Processor',
      description: `Share of one core, by instance. ${describe(cpu, '')}`,
      unit: 'percentunit',
      width: 8,
      queries: [{ expr: queries.rate(cpu, { by: instances }), legend: '{{instance}}' }],
    }),
    timeseries({
      title: 'Resident memory',
      description: `By instance, with the limit. ${describe(residentMemory, '')}`,
      unit: 'bytes',
      width: 8,
      queries: [
        { expr: queries.value(residentMemory, { by: instances }), legend: '{{instance}}' },
        ...(limit === undefined ? [] : [{ expr: `min(${queries.selector(limit)})`, legend: 'limit' }]),
      ],
    }),
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
