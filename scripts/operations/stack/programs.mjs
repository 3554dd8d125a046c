// What can be built or, for schemas, copied. Each entry says:
//
//   name, version           what people call it, and the version in the words of its image or release
//   source                  text that changes when the program would become another
//   build(folder, file)     makes it in an empty folder and puts it where `file` says
import { collectorManifest, buildCollector } from './collector.mjs';
import { buildFromModule, copyFromModule } from './go.mjs';
import { imageVersion } from './sample.mjs';

/** Jaeger's releases 2.n are the module's versions 1.(n + 63). */
const jaegerModuleVersion = (release) => release.replace(/^2\.(\d+)/, (_all, minor) => `v1.${Number(minor) + 63}`);

export const programs = [
  collector(),
  fromModule('jaeger', imageVersion('jaeger'), {
    module: 'github.com/jaegertracing/jaeger',
    moduleVersion: jaegerModuleVersion,
    path: 'cmd/jaeger',
  }),
  fromModule('loki', imageVersion('loki'), {
    module: 'github.com/grafana/loki/v3',
    path: 'cmd/loki',
    neighbours: ['github.com/grafana/loki/pkg/push@v0.0.0-20250630054201-94c0ba7b0952'],
  }),
  // Judges of the files that no program here runs.
  fromModule('compose-spec', '2.16.2', { module: 'github.com/compose-spec/compose-go/v2', path: 'cmd' }),
  fromModule('kubectl-validate', '0.0.4', { module: 'sigs.k8s.io/kubectl-validate', path: '.' }),
  operatorSchemas('0.85.0'),
];

/** @throws Error naming the known programs when one of the names is not among them */
export function programsNamed(names) {
  const unknown = names.filter((name) => !programs.some((program) => program.name === name));
  const known = programs.map(({ name }) => name).join(', ');
  if (unknown.length > 0) throw new Error(`No such program: ${unknown.join(', ')}. Known: ${known}`);
  return programs.filter(({ name }) => names.includes(name));
}

function collector() {
  const version = imageVersion('collector');
  const source = collectorManifest(version);
  return { name: 'collector', version, source, build: (folder, file) => buildCollector(version, source, folder, file) };
}

function fromModule(name, version, { module, path, moduleVersion = (release) => `v${release}`, neighbours = [] }) {
  const source = { module, version: moduleVersion(version), path, neighbours };
  return {
    name,
    version,
    source: `${JSON.stringify(source)}\n`,
    build: (folder, file) => buildFromModule(source, folder, file),
  };
}

/** A folder with the definitions of ServiceMonitor and PrometheusRule. */
function operatorSchemas(version) {
  const source = {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: `v${version}`,
    path: 'example/prometheus-operator-crd',
  };
  return {
    name: 'operator-schemas',
    version,
    source: `${JSON.stringify(source)}\n`,
    build: (folder, file) => copyFromModule(source, folder, file),
  };
}
