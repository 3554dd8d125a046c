/** Inputs for generators: the whole catalog under the default names, and objectives of every shape. */
import { metricCatalog, otelMetrics } from '../../src/metric-catalog.js';
import type { ProvisioningInput } from '../../src/provisioning/index.js';
import type { Indicator, Objective } from '../../src/slo/index.js';
import type { MetricDefinition } from '../../src/kernel/index.js';

export const sloEvents: MetricDefinition = {
  name: 'slo_events_total',
  type: 'counter',
  unit: 'count',
  help: 'Events that count for an objective',
  labelNames: ['slo', 'outcome'],
  family: 'objectives',
};

export function inputWith(parts: Partial<ProvisioningInput> = {}): ProvisioningInput {
  const hasEvents = metricCatalog.some(({ name }) => name === sloEvents.name);
  return {
    service: { name: 'decision-desk', version: '1.0.0' },
    definitions: hasEvents ? metricCatalog : [...metricCatalog, sloEvents],
    ownMetrics: [],
    prefix: '',
    defaultLabels: {},
    objectives: [],
    ...parts,
  };
}

/** The catalog as `conventions: 'otel'` shows it. */
export function otelCatalog(): readonly MetricDefinition[] {
  const replaced = new Set(otelMetrics.map(({ insteadOf }) => insteadOf?.name));
  const ours = metricCatalog.filter(({ name, family }) => !replaced.has(name) && family !== 'HTTP server');
  return [...ours, ...otelMetrics.map(({ definition }) => definition)];
}

const indicators: Readonly<Record<string, Indicator>> = {
  availability: { type: 'availability' },
  latency: { type: 'latency', thresholdMs: 300 },
  ratio: { type: 'ratio', good: { metric: 'orders_paid_total' }, total: { metric: 'orders_total' } },
};

export function objectiveWith(parts: Partial<Objective> = {}): Objective {
  return {
    name: 'orders',
    description: undefined,
    objective: 0.999,
    windowDays: 30,
    indicator: { type: 'availability' },
    selector: {},
    ...parts,
  };
}

/** 99 %, 99.9 % and 99.99 %, over 7, 28 and 30 days, of each type. */
export function objectiveMatrix(): Objective[] {
  return [0.99, 0.999, 0.9999].flatMap((objective) =>
    [7, 28, 30].flatMap((windowDays) =>
      Object.entries(indicators).map(([type, indicator]) =>
        objectiveWith({
          name: `${type}-${String(objective).slice(2)}-${windowDays}d`,
          objective,
          windowDays,
          indicator,
        }),
      ),
    ),
  );
}
