/** Lines on stdout to Loki, for applications that do not send logs over OTLP: a second collector reads the containers' files. */
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import type { YamlValue } from '../yaml.js';
import { healthCheck, limits, pipeline } from './collector.js';
import { address } from './topology.js';
import { yamlFile } from './yaml-file.js';

/** Docker's and Kubernetes' places. */
export const CONTAINER_LOGS = '/var/lib/docker/containers';
const POD_LOGS = '/var/log/pods';

export function stdoutLogsFile({ service }: ProvisioningInput): GeneratedFile {
  return yamlFile(
    'collector/stdout-logs.yml',
    [
      'Ships what applications write to stdout. Not needed with logs over OTLP; both at once would show each line twice.',
      'Docker: docker compose --profile stdout up. Kubernetes: run the collector as a DaemonSet with this file.',
    ],
    {
      receivers: { filelog: { ...files, operators } },
      processors: {
        ...limits,
        resource: { attributes: [{ key: 'service.name', value: service.name, action: 'insert' }] },
      },
      exporters: { otlp: { endpoint: address('collector', 'otlpGrpc'), tls: { insecure: true } } },
      extensions: healthCheck,
      service: {
        extensions: ['health_check'],
        pipelines: { logs: pipeline(['filelog'], ['memory_limiter', 'resource', 'batch'], 'otlp') },
      },
    },
  );
}

const files = {
  include: [`${CONTAINER_LOGS}/*/*-json.log`, `${POD_LOGS}/*/*/*.log`],
  start_at: 'end',
};

/** Lines of other programs are left alone: ours are JSON and name their target. */
const operators: YamlValue = [
  { type: 'container', add_metadata_from_filepath: false },
  { type: 'filter', expr: 'not (body startsWith "{")' },
  {
    type: 'json_parser',
    timestamp: { parse_from: 'attributes.timestamp', layout: '%Y-%m-%dT%H:%M:%S.%LZ' },
    severity: { parse_from: 'attributes.level' },
  },
  { type: 'filter', expr: 'attributes.target == nil' },
  {
    type: 'trace_parser',
    if: 'attributes.trace_id != nil',
    trace_id: { parse_from: 'attributes.trace_id' },
    span_id: { parse_from: 'attributes.span_id' },
  },
  { type: 'move', if: 'attributes.message != nil', from: 'attributes.message', to: 'body' },
];
