/** The whole stack on one machine. Everything that listens outside does so on the loopback address only. */
import type { GeneratedFile, ProvisioningInput } from '../provisioning.js';
import { slugOf } from '../slug.js';
import type { YamlValue } from '../yaml.js';
import { ALERT_LOG } from './alertmanager.js';
import { DASHBOARDS_FOLDER } from './grafana-provisioning.js';
import { LOKI_FOLDER } from './loki.js';
import { retentionDays } from './prometheus-configuration.js';
import { CONTAINER_LOGS } from './stdout-logs.js';
import { APPLICATION_HOST, programs, type Program, type ProgramName } from './topology.js';
import { yamlFile } from './yaml-file.js';

/** Grafana's own 3000 is the application's. */
const GRAFANA_PORT = 3001;

export function composeFile(input: ProvisioningInput): GeneratedFile {
  const comment = [
    `docker compose up -d, then http://localhost:${GRAFANA_PORT} (Grafana), :16686 (Jaeger), :9090 (Prometheus), :9093 (Alertmanager).`,
    'The application sends OTLP to http://localhost:4317 and is scraped where prometheus/targets.yml says.',
  ];
  return yamlFile('compose.yml', comment, {
    name: `${slugOf(input.service.name)}-observability`,
    services: {
      collector: collector(),
      'stdout-logs': stdoutLogs(),
      jaeger: program('jaeger', { ports: published('jaeger', 'ui') }),
      loki: loki(),
      prometheus: prometheus(input),
      alertmanager: alertmanager(),
      'alert-log': alertLog(),
      grafana: grafana(),
    },
    volumes: { 'loki-data': {}, 'prometheus-data': {}, 'grafana-data': {} },
  });
}

type Service = Readonly<Record<string, YamlValue>>;

function program(name: ProgramName, service: Service): YamlValue {
  return { image: programs[name].image, restart: 'unless-stopped', ...service };
}

function collector(): YamlValue {
  return program('collector', {
    command: ['--config=/etc/collector.yml'],
    volumes: [readOnly('collector/collector.yml', '/etc/collector.yml')],
    ports: published('collector', 'otlpGrpc', 'otlpHttp', 'health'),
    depends_on: ['jaeger', 'loki'],
  });
}

/** Container logs belong to root. */
function stdoutLogs(): YamlValue {
  return program('collector', {
    profiles: ['stdout'],
    user: '0:0',
    command: ['--config=/etc/collector.yml'],
    volumes: [readOnly('collector/stdout-logs.yml', '/etc/collector.yml'), `${CONTAINER_LOGS}:${CONTAINER_LOGS}:ro`],
    depends_on: ['collector'],
  });
}

function loki(): YamlValue {
  return program('loki', {
    command: ['-config.file=/etc/loki/loki.yml'],
    volumes: [readOnly('loki/loki.yml', '/etc/loki/loki.yml'), `loki-data:${LOKI_FOLDER}`],
  });
}

function prometheus(input: ProvisioningInput): YamlValue {
  return program('prometheus', {
    command: [
      '--config.file=/etc/prometheus/prometheus.yml',
      '--storage.tsdb.path=/prometheus',
      `--storage.tsdb.retention.time=${retentionDays(input)}d`,
      '--enable-feature=exemplar-storage',
      '--web.enable-lifecycle',
    ],
    volumes: [readOnly('prometheus', '/etc/prometheus'), 'prometheus-data:/prometheus'],
    ports: published('prometheus', 'http'),
    extra_hosts: [`${APPLICATION_HOST}:host-gateway`],
    healthcheck: answers(`http://localhost:${programs.prometheus.ports.http}/-/ready`),
    depends_on: ['alertmanager', 'collector'],
  });
}

function alertmanager(): YamlValue {
  return program('alertmanager', {
    command: ['--config.file=/etc/alertmanager/alertmanager.yml', '--storage.path=/alertmanager'],
    volumes: [readOnly('alertmanager/alertmanager.yml', '/etc/alertmanager/alertmanager.yml')],
    ports: published('alertmanager', 'http'),
    healthcheck: answers(`http://localhost:${programs.alertmanager.ports.http}/-/ready`),
    depends_on: ['alert-log'],
  });
}

function alertLog(): YamlValue {
  return program('alert-log', {
    init: true,
    command: ['node', '/srv/alert-log.mjs'],
    volumes: [readOnly(ALERT_LOG, '/srv/alert-log.mjs')],
  });
}

function grafana(): YamlValue {
  const { http } = programs.grafana.ports;
  return program('grafana', {
    environment: {
      GF_AUTH_ANONYMOUS_ENABLED: 'true',
      GF_AUTH_ANONYMOUS_ORG_ROLE: 'Editor',
      GF_AUTH_DISABLE_LOGIN_FORM: 'true',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    },
    volumes: [
      readOnly('grafana/provisioning', '/etc/grafana/provisioning'),
      readOnly('grafana/dashboards', DASHBOARDS_FOLDER),
      'grafana-data:/var/lib/grafana',
    ],
    ports: [`127.0.0.1:${GRAFANA_PORT}:${http}`],
    healthcheck: answers(`http://localhost:${http}/api/health`),
    depends_on: ['prometheus', 'jaeger', 'loki', 'alertmanager'],
  });
}

function readOnly(file: string, place: string): string {
  return `./${file}:${place}:ro`;
}

/** For this machine alone. */
function published(name: ProgramName, ...speaking: readonly string[]): string[] {
  const { ports }: Program = programs[name];
  return speaking.map((port) => `127.0.0.1:${ports[port]}:${ports[port]}`);
}

function answers(url: string): YamlValue {
  return { test: ['CMD', 'wget', '-q', '--spider', url], interval: '10s', timeout: '3s', retries: 5 };
}
