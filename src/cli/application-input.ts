/** What the generators need to know of an application, read from its modules without starting it. */
import type { Type } from '@nestjs/common';
import {
  OBSERVABILITY_OPTIONS,
  resolveConfig,
  type ObservabilityOptions,
  type ResolvedConfig,
} from '../config/index.js';
import { callsiteOf, Diagnostics, type Callsite, type MetricDefinition } from '../kernel/index.js';
import { metricCatalog, otelMetrics } from '../metric-catalog.js';
import { MetricRegistry, MetricsHandler, networkTimingMetrics } from '../metrics/index.js';
import type { ProvisioningInput } from '../provisioning/index.js';
import { allObjectives } from '../slo/index.js';
import { methodNames } from '../sources/index.js';
import { isFamilyInUse, type Usage } from './families-in-use.js';
import { isProvided, previewOf, valueOf, type Preview } from './preview.js';
import type { RootModule } from './root-module.js';
import { refuseSilentAlerts } from './silent-alerts.js';
import { declareByConstructor } from './unstarted.js';
import { UsageError } from './usage-error.js';

export async function inputOf(root: RootModule): Promise<ProvisioningInput> {
  const preview = await previewOf(root);
  const options = await optionsOf(root, preview);
  const config = resolveConfig(options, { mainScript: root.file });
  const objectives = allObjectives(config.slos, preview.application.controllers());
  refuseSilentAlerts(config, objectives);
  const ownMetrics = ownMetricsOf(preview, config);
  const usage = usageOf(preview, config, objectives.length > 0);
  const { name, version } = config.service;
  const { prefix, defaultLabels } = config.metrics;
  const definitions = [...catalogOf(usage), ...ownMetrics];
  return {
    service: { name, version },
    definitions,
    ownMetrics,
    prefix,
    defaultLabels,
    objectives,
    alerts: config.alerts,
  };
}

async function optionsOf({ file, type }: RootModule, preview: Preview): Promise<ObservabilityOptions> {
  if (!isProvided(OBSERVABILITY_OPTIONS, preview))
    throw new UsageError(`${type.name} in ${file} imports no ObservabilityModule. Add ObservabilityModule.forRoot().`);
  return (await valueOf(OBSERVABILITY_OPTIONS, preview)) as ObservabilityOptions;
}

function usageOf({ modules, application }: Preview, config: ResolvedConfig, hasObjectives: boolean): Usage {
  const factories = [...modules.values()].flatMap(({ providers }) => [...providers.values()]);
  const asked = [
    ...classesOf(application).flatMap((type) => Reflect.getMetadata('design:paramtypes', type) ?? []),
    ...factories.flatMap(({ inject, host }) => (host?.metatype?.name === 'ObservabilityModule' ? [] : (inject ?? []))),
  ];
  const names = asked.flatMap((type) => (typeof type === 'function' ? [type.name] : []));
  return { config, application, hasObjectives, instruments: new Set(names) };
}

/** Under the names that the application shows them by. */
function catalogOf(usage: Usage): MetricDefinition[] {
  const inUse = metricCatalog.filter((metric) => isFamilyInUse(metric.family, usage) && !isLeftOut(metric, usage));
  if (usage.config.conventions === 'prometheus') return inUse;
  const replaced = new Set(otelMetrics.map(({ insteadOf }) => insteadOf?.name));
  const standard = otelMetrics.map(({ definition }) => definition).filter(({ family }) => isFamilyInUse(family, usage));
  return [...inUse.filter(({ name }) => !replaced.has(name)), ...standard];
}

function isLeftOut(metric: MetricDefinition, { config }: Usage): boolean {
  return !config.metrics.networkTimings && networkTimingMetrics.includes(metric);
}

/** Of decorators, and of constructors. */
function ownMetricsOf({ application }: Preview, { metrics, conventions }: ResolvedConfig): MetricDefinition[] {
  const registry = new MetricRegistry(metrics, new Diagnostics(() => undefined));
  const handler = new MetricsHandler(registry, conventions);
  const types = classesOf(application);
  for (const callsite of types.flatMap(callsitesOf)) handler.bind(callsite);
  declareByConstructor(types, registry);
  const known = new Set(metricCatalog.map(({ name }) => name));
  return registry.definitions().filter(({ name }) => !known.has(name));
}

function classesOf(application: Preview['application']): Type[] {
  return [...application.controllers(), ...application.providers()];
}

function callsitesOf({ prototype }: Type): Callsite[] {
  return methodNames(prototype as object).flatMap((name) => {
    const callsite = callsiteOf((prototype as Record<string, unknown>)[name]);
    return callsite === undefined ? [] : [callsite];
  });
}
