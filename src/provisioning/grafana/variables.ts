/** What a reader chooses on top of a dashboard. Everything is chosen at first, also where a label does not exist. */
import type { ProvisioningInput } from '../provisioning.js';
import { serviceValues } from '../service-scope.js';
import { metricsSource } from './data-sources.js';
import type { Variable } from './model.js';
import { capitalised } from './titles.js';

export interface LabelFilter {
  readonly label: string;
  /** The selector whose series are asked for values. */
  readonly selector: string;
}

/**
 * @param anchor a metric that every instance shows, with its prefix
 * @param filters labels of the dashboard's own metrics
 */
export function variables(input: ProvisioningInput, anchor: string, filters: readonly LabelFilter[]): Variable[] {
  const common = new Set(['instance', ...Object.keys(input.defaultLabels)]);
  common.delete('service');
  return [
    dataSource('metrics', 'Metrics', 'prometheus'),
    dataSource('traces', 'Traces', 'jaeger'),
    dataSource('logs', 'Logs', 'loki'),
    serviceFilter(input, anchor),
    ...[...common].map((label) => filter({ label, selector: ofService(anchor) }, input.defaultLabels[label])),
    ...filters.map((entry) => filter(entry, undefined)),
  ];
}

/** All of them are those of this service, as its alerts have it; another one can be chosen. */
function serviceFilter({ service, defaultLabels }: ProvisioningInput, selector: string): Variable {
  const chosen = defaultLabels['service'];
  const allValue = JSON.stringify(serviceValues(chosen ?? service.name)).slice(1, -1);
  return { ...filter({ label: 'service', selector }, chosen), allValue };
}

function ofService(metric: string): string {
  return `${metric}{service=~"$service"}`;
}

function dataSource(name: string, label: string, query: string): Variable {
  const isSecondary = name !== 'metrics';
  return {
    name,
    label,
    type: 'datasource',
    query,
    includeAll: false,
    multi: false,
    regex: '',
    refresh: 1,
    sort: 0,
    hide: isSecondary ? 2 : 0,
  };
}

function filter({ label, selector }: LabelFilter, chosen: string | undefined): Variable {
  const [text, value] = chosen === undefined ? [['All'], ['$__all']] : [[chosen], [chosen]];
  return {
    name: label,
    label: capitalised(label.replaceAll('_', ' ')),
    type: 'query',
    query: { query: `label_values(${selector}, ${label})`, refId: 'values' },
    datasource: metricsSource,
    current: { text, value },
    includeAll: true,
    multi: true,
    allValue: '.*',
    regex: '',
    refresh: 2,
    sort: 1,
    hide: 0,
  };
}
