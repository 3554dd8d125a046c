/** Grafana from files: the data sources, each leading to the next signal, and the folder of dashboards. */
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import type { YamlValue } from '../yaml.js';
import { address, SCRAPE_INTERVAL } from './topology.js';
import { yamlFile } from './yaml-file.js';

export const DASHBOARDS_FOLDER = '/etc/grafana/dashboards';

/** Uids by which the data sources refer to each other. */
const uids = { metrics: 'prometheus', traces: 'jaeger', logs: 'loki', alerts: 'alertmanager' } as const;

export function grafanaFiles(input: ProvisioningInput): GeneratedFile[] {
  return [dataSources(), dashboardFolder(input)];
}

function dataSources(): GeneratedFile {
  const comment = [
    'An exemplar leads to its trace, a trace to its log lines, a line to its trace. $$ is a dollar sign of Grafana’s.',
  ];
  return yamlFile('grafana/provisioning/datasources/datasources.yml', comment, {
    apiVersion: 1,
    datasources: [metrics, traces, logs, alerts],
  });
}

const metrics: YamlValue = {
  name: 'Prometheus',
  type: 'prometheus',
  uid: uids.metrics,
  access: 'proxy',
  url: `http://${address('prometheus', 'http')}`,
  isDefault: true,
  jsonData: {
    httpMethod: 'POST',
    timeInterval: SCRAPE_INTERVAL,
    exemplarTraceIdDestinations: [{ name: 'trace_id', datasourceUid: uids.traces }],
  },
};

const traces: YamlValue = {
  name: 'Jaeger',
  type: 'jaeger',
  uid: uids.traces,
  access: 'proxy',
  url: `http://${address('jaeger', 'ui')}`,
  jsonData: {
    nodeGraph: { enabled: true },
    tracesToLogsV2: {
      datasourceUid: uids.logs,
      spanStartTimeShift: '-5m',
      spanEndTimeShift: '5m',
      tags: [{ key: 'service.name', value: 'service_name' }],
      customQuery: true,
      query: '{$${__tags}} | trace_id="$${__trace.traceId}"',
    },
  },
};

const logs: YamlValue = {
  name: 'Loki',
  type: 'loki',
  uid: uids.logs,
  access: 'proxy',
  url: `http://${address('loki', 'http')}`,
  jsonData: {
    derivedFields: [
      {
        name: 'Trace',
        matcherType: 'label',
        matcherRegex: 'trace_id',
        datasourceUid: uids.traces,
        url: '$${__value.raw}',
        urlDisplayLabel: 'Open the trace',
      },
    ],
  },
};

const alerts: YamlValue = {
  name: 'Alertmanager',
  type: 'alertmanager',
  uid: uids.alerts,
  access: 'proxy',
  url: `http://${address('alertmanager', 'http')}`,
  jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
};

function dashboardFolder({ service }: ProvisioningInput): GeneratedFile {
  return yamlFile('grafana/provisioning/dashboards/dashboards.yml', ['Changes are made in code and generated again.'], {
    apiVersion: 1,
    providers: [
      {
        name: service.name,
        folder: service.name,
        type: 'file',
        allowUiUpdates: false,
        updateIntervalSeconds: 30,
        options: { path: DASHBOARDS_FOLDER },
      },
    ],
  });
}
