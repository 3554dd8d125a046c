/** The programs around an application, configured for each other: see topology.ts. */
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import { alertmanagerFiles } from './alertmanager.js';
import { collectorFile } from './collector.js';
import { composeFile } from './compose.js';
import { grafanaFiles } from './grafana-provisioning.js';
import { kubernetesFiles } from './kubernetes.js';
import { lokiFile } from './loki.js';
import { prometheusFiles } from './prometheus-configuration.js';
import { stdoutLogsFile } from './stdout-logs.js';

/**
 * `compose.yml` with OpenTelemetry Collector, Jaeger, Loki, Prometheus, Alertmanager and Grafana, the configuration of each, and
 * manifests for Kubernetes. The dashboards and rules that they refer to are written by the other generators.
 */
export function stackFiles(input: ProvisioningInput): GeneratedFile[] {
  return [
    composeFile(input),
    collectorFile(),
    stdoutLogsFile(input),
    lokiFile(),
    ...prometheusFiles(input),
    ...alertmanagerFiles(),
    ...grafanaFiles(input),
    ...kubernetesFiles(input),
  ];
}
