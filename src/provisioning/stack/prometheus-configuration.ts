/** Prometheus: what it scrapes, the rules, and whom it tells. */
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import { address, APPLICATION_HOST, APPLICATION_PORT, SCRAPE_INTERVAL } from './topology.js';
import { yamlFile } from './yaml-file.js';

export function prometheusFiles(input: ProvisioningInput): GeneratedFile[] {
  return [configuration(), targets(input)];
}

function configuration(): GeneratedFile {
  return yamlFile('prometheus/prometheus.yml', ['Where the application listens stands in targets.yml.'], {
    global: { scrape_interval: SCRAPE_INTERVAL, evaluation_interval: SCRAPE_INTERVAL },
    rule_files: ['rules/*.yml'],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [address('alertmanager', 'http')] }] }] },
    scrape_configs: [
      // Metrics of schedules and queues have a label `job` of their own.
      { job_name: 'application', honor_labels: true, file_sd_configs: [{ files: ['targets.yml'] }] },
      pushedMetrics,
      itself('collector', address('collector', 'ownMetrics')),
      itself('prometheus', address('prometheus', 'http')),
    ],
  });
}

/** A program of the stack is a service too: it has `process_` metrics, which are not those of the application. */
function itself(service: string, target: string) {
  return { job_name: service, static_configs: [{ targets: [target], labels: { service } }] };
}

/** What applications push over OTLP. The collector calls a service `job`; dashboards and alerts call it `service`. */
const pushedMetrics = {
  job_name: 'otlp',
  honor_labels: true,
  static_configs: [{ targets: [address('collector', 'metrics')] }],
  metric_relabel_configs: [{ source_labels: ['job'], regex: '(?:.*/)?(.+)', target_label: 'service' }],
};

function targets({ service }: ProvisioningInput): GeneratedFile {
  return yamlFile(
    'prometheus/targets.yml',
    ['One line per instance. An application that only pushes over OTLP takes its line out.'],
    [{ targets: [`${APPLICATION_HOST}:${APPLICATION_PORT}`], labels: { service: service.name } }],
  );
}

/** Long enough for the longest objective. */
export function retentionDays({ objectives }: ProvisioningInput): number {
  return Math.max(15, ...objectives.map(({ windowDays }) => windowDays)) + 1;
}
