/**
 * Which programs the stack is made of, in which version, and where each listens. Every file of the stack takes addresses from
 * here, so that none refers to a port nobody opens.
 */
export interface Program {
  readonly image: string;
  /** By what is spoken there. */
  readonly ports: Readonly<Record<string, number>>;
}

export const programs = {
  collector: {
    image: 'otel/opentelemetry-collector-contrib:0.133.0',
    ports: { otlpGrpc: 4317, otlpHttp: 4318, health: 13_133, ownMetrics: 8888, metrics: 8889 },
  },
  jaeger: { image: 'jaegertracing/jaeger:2.9.0', ports: { otlpGrpc: 4317, ui: 16_686 } },
  loki: { image: 'grafana/loki:3.5.3', ports: { http: 3100 } },
  prometheus: { image: 'prom/prometheus:v3.5.0', ports: { http: 9090 } },
  alertmanager: { image: 'prom/alertmanager:v0.28.1', ports: { http: 9093 } },
  'alert-log': { image: 'node:24.11.0-alpine', ports: { http: 8080 } },
  grafana: { image: 'grafana/grafana:12.1.1', ports: { http: 3000 } },
} as const satisfies Readonly<Record<string, Program>>;

export type ProgramName = keyof typeof programs;

/** Where a container reaches the application that runs on the machine itself. */
export const APPLICATION_HOST = 'host.docker.internal';
export const APPLICATION_PORT = 3000;

export function address<Name extends ProgramName>(
  name: Name,
  port: keyof (typeof programs)[Name]['ports'] & string,
): string {
  const { ports }: Program = programs[name];
  return `${name}:${ports[port]}`;
}

export const SCRAPE_INTERVAL = '15s';
