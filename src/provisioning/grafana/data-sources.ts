/** The data sources of a dashboard: variables that a reader chooses, and their links. */
import type { DataSourceRef, Link } from './model.js';

export const metricsSource: DataSourceRef = { type: 'prometheus', uid: '${metrics}' };
export const tracesSource: DataSourceRef = { type: 'jaeger', uid: '${traces}' };
export const logsSource: DataSourceRef = { type: 'loki', uid: '${logs}' };

/** From a panel to what happened in the period it shows: the service's traces, and its lines. */
export function signalLinks(service: string): Link[] {
  return [
    link('Traces of this period', tracesSource, { queryType: 'search', service }),
    link('Logs of this period', logsSource, { expr: `{service_name=${JSON.stringify(service)}}` }),
  ];
}

function link(title: string, datasource: DataSourceRef, query: Readonly<Record<string, unknown>>): Link {
  const panes = {
    signals: {
      datasource: datasource.uid,
      queries: [{ refId: 'A', datasource, ...query }],
      range: { from: '${__from}', to: '${__to}' },
    },
  };
  return {
    title,
    type: 'link',
    url: `/explore?schemaVersion=1&panes=${withVariables(JSON.stringify(panes))}`,
    tags: [],
    icon: 'external link',
    tooltip: '',
    asDropdown: false,
    includeVars: false,
    keepTime: false,
    targetBlank: true,
  };
}

/** Grafana replaces `${name}` only where it still reads like that. */
function withVariables(text: string): string {
  return encodeURIComponent(text).replace(/%24%7B(\w+)%7D/g, '${$1}');
}
