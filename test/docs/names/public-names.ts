/** Every name that semantic versioning covers, read from the code; docs/reference/public-names.json is its last recorded state. */
import { environmentOnlyVariables, optionTable } from '../../../src/config/index.js';
import { observabilityErrorCodes, telemetryEventNames, type MetricDefinition } from '../../../src/kernel/index.js';
import { metricCatalog, otelMetrics } from '../../../src/metric-catalog.js';
import { publicExports, subpaths } from '../exports/public-exports.js';
import { sourceText } from '../source-text.js';
import { attributeNames } from './attribute-names.js';
import { endpointPaths } from './endpoint-paths.js';
import { operationKinds } from './operation-kinds.js';

export type PublicNames = Readonly<Record<string, unknown>>;

export async function publicNames(): Promise<PublicNames> {
  return {
    exports: exportedNames(),
    options: Object.fromEntries(optionTable.map(({ path, defaultText, env }) => [path, { default: defaultText, env }])),
    variables: environmentOnlyVariables.map(({ name }) => name).toSorted(),
    metrics: shapes(metricCatalog),
    openTelemetryMetrics: shapes(otelMetrics.map(({ definition }) => definition)),
    operationKinds: operationKinds(),
    attributes: attributeNames(),
    logFields: logFields(),
    events: telemetryEventNames.toSorted(),
    errors: Object.keys(observabilityErrorCodes).toSorted(),
    endpoints: await endpointPaths(),
  };
}

function exportedNames(): Record<string, readonly string[]> {
  const exports = publicExports();
  const namesOf = (subpath: string): string[] =>
    exports.filter((exported) => exported.subpath === subpath).map(({ name }) => name);
  return Object.fromEntries([...subpaths().keys()].map((subpath) => [subpath, namesOf(subpath).toSorted()]));
}

/** What a dashboard or an alert rests on. */
function shapes(definitions: readonly MetricDefinition[]): Record<string, object> {
  return Object.fromEntries(
    definitions.map(({ name, type, unit, labelNames, buckets }) => [
      name,
      { type, unit, labels: labelNames, ...(type === 'histogram' && { buckets: buckets ?? 'duration' }) },
    ]),
  );
}

/** Each is declared once; the time stands before all of them. */
function logFields(): string[] {
  const declared = [...sourceText(() => true).matchAll(/new LineField\('(.+?)'\)/g)].map(([, name = '']) => name);
  return ['timestamp', ...declared].toSorted();
}
