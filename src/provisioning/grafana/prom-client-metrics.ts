/** prom-client's default metrics that dashboards show: they are on the page with `metrics.runtime`, and in no catalog of ours. */
import type { MetricDefinition } from '../../kernel/index.js';
import { foreignFamily } from './panel-queries.js';

type Described = Pick<MetricDefinition, 'name' | 'type' | 'unit' | 'help'> & {
  readonly labelNames?: readonly string[];
};

function foreign(described: Described): MetricDefinition {
  return { labelNames: [], ...described, family: foreignFamily };
}

export const defaultMetrics = {
  cpu: foreign({
    name: 'process_cpu_seconds_total',
    type: 'counter',
    unit: 'seconds',
    help: 'Time that the process spent on the processor',
  }),
  residentMemory: foreign({
    name: 'process_resident_memory_bytes',
    type: 'gauge',
    unit: 'bytes',
    help: 'Memory of the process that is in RAM',
  }),
  heapUsed: foreign({ name: 'nodejs_heap_size_used_bytes', type: 'gauge', unit: 'bytes', help: 'Heap in use' }),
  heapTotal: foreign({ name: 'nodejs_heap_size_total_bytes', type: 'gauge', unit: 'bytes', help: 'Heap reserved' }),
  externalMemory: foreign({
    name: 'nodejs_external_memory_bytes',
    type: 'gauge',
    unit: 'bytes',
    help: 'Memory outside the heap that objects hold, such as buffers',
  }),
  gc: foreign({
    name: 'nodejs_gc_duration_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'Duration of garbage collections',
    labelNames: ['kind'],
  }),
  activeResources: foreign({
    name: 'nodejs_active_resources_total',
    type: 'gauge',
    unit: 'count',
    help: 'Resources that keep the event loop alive',
  }),
  openFiles: foreign({ name: 'process_open_fds', type: 'gauge', unit: 'count', help: 'Open file descriptors' }),
} as const satisfies Readonly<Record<string, MetricDefinition>>;
