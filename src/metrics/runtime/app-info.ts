/** Which application this is, to be joined with every other metric of the process. */
import type { MetricDefinition } from '../../kernel/index.js';
import type { ResolvedConfig } from '../../config/index.js';
import type { MetricRegistry } from '../metric-registry.js';

export const appInfo = {
  name: 'app_info',
  type: 'gauge',
  unit: 'count',
  help: 'Which application this is; always 1',
  aggregate: 'first',
  labelNames: ['name', 'version', 'environment', 'node'],
  family: 'runtime',
} as const satisfies MetricDefinition;

export function showApplication(
  registry: MetricRegistry,
  { service, environment }: Pick<ResolvedConfig, 'service' | 'environment'>,
): void {
  registry.define(appInfo).cell([service.name, service.version, environment.name, process.version]).set(1);
}
