/**
 * Who sends the telemetry: service, host, process, container and Kubernetes, under OpenTelemetry's resource names.
 * @see https://opentelemetry.io/docs/specs/semconv/resource/
 */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { readVariable, type Environment, type ResolvedConfig } from '../config/index.js';

export type ResourceAttributes = Readonly<Record<string, string | number>>;

/** What the user said wins over what was detected; nothing here fails where a file or variable is missing. */
export function resourceOf(config: ResolvedConfig, env?: Environment): ResourceAttributes {
  const { name, version, instanceId, attributes } = config.service;
  return {
    ...hostAndProcess(),
    ...container(),
    ...kubernetes(env),
    'deployment.environment.name': config.environment.name,
    ...attributes,
    'service.name': name,
    'service.version': version,
    'service.instance.id': instanceId,
  };
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm: 'arm32', ppc: 'ppc32', ia32: 'x86' };
const SYSTEMS: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };

function hostAndProcess(): ResourceAttributes {
  return {
    'host.name': hostname(),
    'host.arch': ARCHITECTURES[process.arch] ?? process.arch,
    'os.type': SYSTEMS[process.platform] ?? process.platform,
    'process.pid': process.pid,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'process.runtime.description': 'Node.js',
  };
}

/** cgroup v1 names the container in its path, v2 only in the mounts. */
function container(): ResourceAttributes {
  const id = containerIdIn(readText('/proc/self/cgroup')) ?? containerIdIn(mountsOfContainer());
  return id === undefined ? {} : { 'container.id': id };
}

export function containerIdIn(text: string): string | undefined {
  return /(?:^|[/:-])([0-9a-f]{64})(?=\.scope|\/|\s|$)/m.exec(text)?.[1];
}

function mountsOfContainer(): string {
  const mounts = readText('/proc/self/mountinfo').split('\n');
  return mounts.filter((mount) => mount.includes('/containers/')).join('\n');
}

const DOWNWARD_NAMES: Readonly<Record<string, readonly string[]>> = {
  'k8s.pod.name': ['K8S_POD_NAME', 'POD_NAME'],
  'k8s.pod.uid': ['K8S_POD_UID', 'POD_UID'],
  'k8s.namespace.name': ['K8S_NAMESPACE_NAME', 'K8S_NAMESPACE', 'POD_NAMESPACE'],
  'k8s.node.name': ['K8S_NODE_NAME', 'NODE_NAME'],
  'k8s.container.name': ['K8S_CONTAINER_NAME', 'CONTAINER_NAME'],
  'k8s.deployment.name': ['K8S_DEPLOYMENT_NAME'],
  'k8s.cluster.name': ['K8S_CLUSTER_NAME'],
};
const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';

/** The usual names of downward variables; without them a pod still knows its host name and its namespace. */
function kubernetes(env: Environment | undefined): ResourceAttributes {
  if (readVariable('KUBERNETES_SERVICE_HOST', env) === undefined) return {};
  const named = Object.entries(DOWNWARD_NAMES).flatMap(([attribute, names]) => {
    const value = names.map((name) => readVariable(name, env)).find(Boolean);
    return value === undefined ? [] : [[attribute, value] as const];
  });
  const namespace = readText(NAMESPACE_FILE).trim();
  return {
    'k8s.pod.name': hostname(),
    ...(namespace && { 'k8s.namespace.name': namespace }),
    ...Object.fromEntries(named),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
