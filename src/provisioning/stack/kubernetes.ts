/** What the application needs in a cluster with the Prometheus Operator: probes, a service, its scrape and its rules. */
import { prometheusRules } from '../prometheus/index.js';
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import { slugOf } from '../slug.js';
import type { YamlValue } from '../yaml.js';
import { APPLICATION_PORT, SCRAPE_INTERVAL } from './topology.js';
import { yamlFile } from './yaml-file.js';

const PORT_NAME = 'http';

export function kubernetesFiles(input: ProvisioningInput): GeneratedFile[] {
  const name = slugOf(input.service.name);
  const rules = ruleFiles(input, name);
  return [deployment(input, name), service(name), serviceMonitor(name), ...rules, kustomization(rules)];
}

function deployment({ service: { name: image, version } }: ProvisioningInput, name: string): GeneratedFile {
  const container = {
    name,
    image: `${slugOf(image)}:${version}`,
    ports: [{ name: PORT_NAME, containerPort: APPLICATION_PORT }],
    startupProbe: { ...probe('/health/startup'), periodSeconds: 2, failureThreshold: 60 },
    livenessProbe: { ...probe('/health/live'), periodSeconds: 10, failureThreshold: 3 },
    readinessProbe: { ...probe('/health/ready'), periodSeconds: 2, failureThreshold: 2 },
  };
  const comment = [
    'Take the probes over into your own Deployment. Readiness fails twice within the 5 s that a stopping process keeps',
    'answering (drainTimeoutMs in production), so that no request meets a closed port.',
  ];
  return yamlFile('kubernetes/deployment.yml', comment, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: labelsOf(name) },
    spec: {
      selector: { matchLabels: labelsOf(name) },
      template: {
        metadata: { labels: labelsOf(name) },
        spec: { terminationGracePeriodSeconds: 30, containers: [container] },
      },
    },
  });
}

function probe(path: string) {
  return { httpGet: { path, port: PORT_NAME }, timeoutSeconds: 2 };
}

function service(name: string): GeneratedFile {
  return yamlFile(
    'kubernetes/service.yml',
    ['The operator makes the name of this Service the label `service`, which dashboards filter by.'],
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels: labelsOf(name) },
      spec: { selector: labelsOf(name), ports: [{ name: PORT_NAME, port: 80, targetPort: PORT_NAME }] },
    },
  );
}

function serviceMonitor(name: string): GeneratedFile {
  const comment = ['honorLabels: metrics of schedules and queues have a label `job` of their own.'];
  return yamlFile('kubernetes/service-monitor.yml', comment, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: { name, labels: labelsOf(name) },
    spec: {
      selector: { matchLabels: labelsOf(name) },
      endpoints: [{ port: PORT_NAME, path: '/metrics', interval: SCRAPE_INTERVAL, honorLabels: true }],
    },
  });
}

/** Prometheus' rule files as the operator's resources: the same groups under `spec`. */
function ruleFiles(input: ProvisioningInput, name: string): GeneratedFile[] {
  return prometheusRules(input).map(({ path, text }) => {
    const rules = path.replace(/^.*\/|\.yml$/g, '');
    const comment = [`The groups of ${path}.`];
    const resource = yamlFile(`kubernetes/rules-${rules}.yml`, comment, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: `${name}-${rules}`, labels: labelsOf(name) },
    });
    return { ...resource, text: `${resource.text}spec:\n${indented(text)}` };
  });
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function kustomization(rules: readonly GeneratedFile[]): GeneratedFile {
  const resources = [
    'deployment.yml',
    'service.yml',
    'service-monitor.yml',
    ...rules.map(({ path }) => path.replace('kubernetes/', '')),
  ];
  return yamlFile('kubernetes/kustomization.yml', ['kubectl apply -k kubernetes'], {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources,
  });
}

function labelsOf(name: string): Readonly<Record<string, YamlValue>> {
  return { 'app.kubernetes.io/name': name };
}
