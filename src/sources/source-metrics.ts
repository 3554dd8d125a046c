/** Every metric that sources may feed, in the order of the reference tables. A source adds its definitions here. */
import type { MetricDefinition, OperationConvention } from '../kernel/index.js';
import { httpServerConvention } from './http/http.convention.js';
import { phaseMetrics } from './phases/phase.metrics.js';

export const sourceMetrics: readonly MetricDefinition[] = [...measured(httpServerConvention), ...phaseMetrics];

function measured(...conventions: readonly OperationConvention[]): MetricDefinition[] {
  return conventions.flatMap(({ measures }) => measures.map(({ definition }) => definition));
}
