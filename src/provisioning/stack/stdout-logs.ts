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
  // Lines that a runtime has split are joined by file.
  include_file_path: true,
};

/**
 * Lines of other programs are left alone: ours are JSON and name their target. What becomes of a line is what it would be over
 * OTLP: time, severity and ids are the record's own, the message is its body, an error has OpenTelemetry's names.
 */
const operators: YamlValue = [
  { type: 'container', add_metadata_from_filepath: false },
  { type: 'filter', expr: 'not (body startsWith "{")' },
  { type: 'json_parser', on_error: 'drop_quiet' },
  { type: 'filter', expr: 'attributes.target == nil or attributes.timestamp == nil' },
  parser('time', { parse_from: 'attributes.timestamp', layout: '%Y-%m-%dT%H:%M:%S.%LZ', location: 'UTC' }),
  parser('severity', { parse_from: 'attributes.level' }),
  {
    ...parser('trace', {
      trace_id: { parse_from: 'attributes.trace_id' },
      span_id: { parse_from: 'attributes.span_id' },
    }),
    if: 'attributes.trace_id != nil',
  },
  moved('attributes.message', 'body'),
  ...['timestamp', 'level', 'trace_id', 'span_id'].map(removed),
  ...Object.entries({ type: 'type', message: 'message', stack: 'stacktrace' }).map(movedFromError),
  moved('attributes.err', 'attributes.error'),
];

/** A line that only looks like ours is passed on as it is: a message about each would be a flood of its own. */
function parser(what: string, settings: Readonly<Record<string, YamlValue>>) {
  return { type: `${what}_parser`, ...settings, on_error: 'send_quiet' };
}

function moved(from: string, to: string): YamlValue {
  return { type: 'move', if: `${from} != nil`, from, to };
}

function movedFromError([field, name]: readonly [string, string]): YamlValue {
  const from = `attributes.err.${field}`;
  return {
    type: 'move',
    if: `type(attributes.err) == "map" and ${from} != nil`,
    from,
    to: `attributes["exception.${name}"]`,
  };
}

function removed(attribute: string): YamlValue {
  const field = `attributes.${attribute}`;
  return { type: 'remove', if: `${field} != nil`, field };
}
