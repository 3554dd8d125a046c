// The OpenTelemetry Collector by its own builder, with the components that the generated configurations name and no other.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { go } from './go.mjs';
import { readGenerated } from './sample.mjs';

const configurations = ['collector/collector.yml', 'collector/stdout-logs.yml'];

const core = (path) => `go.opentelemetry.io/collector/${path}`;
const contrib = (path) => `github.com/open-telemetry/opentelemetry-collector-contrib/${path}`;

/** The module of each component, by what a configuration calls it. */
const modules = {
  receivers: { otlp: core('receiver/otlpreceiver'), filelog: contrib('receiver/filelogreceiver') },
  processors: {
    batch: core('processor/batchprocessor'),
    memory_limiter: core('processor/memorylimiterprocessor'),
    resource: contrib('processor/resourceprocessor'),
    tail_sampling: contrib('processor/tailsamplingprocessor'),
  },
  exporters: {
    otlp: core('exporter/otlpexporter'),
    otlphttp: core('exporter/otlphttpexporter'),
    prometheus: contrib('exporter/prometheusexporter'),
  },
  extensions: { health_check: contrib('extension/healthcheckextension') },
};

/** The builder's manifest. Without `connectors` and `providers` it takes none and its own. */
export function collectorManifest(version) {
  const written = configurations.map(readGenerated);
  const parts = Object.keys(modules).map((part) => [part, componentsOf(part, written, version)]);
  const dist = {
    module: 'stack',
    name: 'program',
    description: 'Collector of the generated stack',
    version,
    output_path: 'built',
  };
  return stringify({ dist, ...Object.fromEntries(parts) });
}

export function buildCollector(version, manifest, folder, file) {
  writeFileSync(join(folder, 'manifest.yml'), manifest);
  go(folder, 'run', `${core('cmd/builder')}@v${version}`, '--config=manifest.yml');
  renameSync(join(folder, 'built', 'program'), file);
}

/** `otlp/jaeger` is a component of type `otlp`. */
function componentsOf(part, written, version) {
  const ids = written.flatMap((configuration) => Object.keys(configuration[part] ?? {}));
  const types = [...new Set(ids.map((id) => id.split('/')[0]))].toSorted();
  return types.map((type) => ({ gomod: `${moduleOf(part, type)} v${version}` }));
}

function moduleOf(part, type) {
  const module = modules[part][type];
  if (module === undefined) throw new Error(`Nothing is known of ${type} among ${part}. Fix: add its module`);
  return module;
}
