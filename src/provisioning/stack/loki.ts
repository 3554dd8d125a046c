/** Loki in one process with its files on a volume, for one machine. */
import type { GeneratedFile } from '../provisioning.js';
import { programs } from './topology.js';
import { yamlFile } from './yaml-file.js';

export const LOKI_FOLDER = '/loki';

export function lokiFile(): GeneratedFile {
  return yamlFile(
    'loki/loki.yml',
    ['Lines arrive over OTLP; trace_id is structured metadata of each. They stay for a week.'],
    {
      auth_enabled: false,
      server: { http_listen_port: programs.loki.ports.http },
      common: {
        // Its parts ask each other here; otherwise each looks for an interface called eth0.
        instance_addr: '127.0.0.1',
        path_prefix: LOKI_FOLDER,
        replication_factor: 1,
        ring: { kvstore: { store: 'inmemory' } },
        storage: { filesystem: { chunks_directory: `${LOKI_FOLDER}/chunks`, rules_directory: `${LOKI_FOLDER}/rules` } },
      },
      schema_config: {
        configs: [
          {
            from: '2024-01-01',
            store: 'tsdb',
            object_store: 'filesystem',
            schema: 'v13',
            index: { prefix: 'index_', period: '24h' },
          },
        ],
      },
      limits_config: { allow_structured_metadata: true, volume_enabled: true, retention_period: '168h' },
      compactor: {
        working_directory: `${LOKI_FOLDER}/compactor`,
        retention_enabled: true,
        delete_request_store: 'filesystem',
      },
      analytics: { reporting_enabled: false },
    },
  );
}
