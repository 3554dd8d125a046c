/** Metric names as a reader would say them. */
import type { MetricDefinition } from '../../kernel/index.js';

const abbreviations: Readonly<Record<string, string>> = {
  ai: 'AI',
  cpu: 'CPU',
  cqrs: 'CQRS',
  db: 'Database',
  dns: 'DNS',
  eventloop: 'event loop',
  graphql: 'GraphQL',
  http: 'HTTP',
  nodejs: 'Node.js',
  rpc: 'RPC',
  slo: 'SLO',
  sse: 'SSE',
  tls: 'TLS',
  websocket: 'WebSocket',
};

/** `http_request_duration_seconds` is HTTP request duration. */
export function titleOf({ name }: MetricDefinition): string {
  const words = name
    .replace(/_total$/, '')
    .replace(/_timestamp_seconds$/, '_age')
    .replace(/_(seconds|bytes|cents|ratio)$/, '')
    .split('_')
    .map((word) => abbreviations[word] ?? word);
  return capitalised(words.join(' '));
}

/** What a reader sees behind the `i` of a panel. */
export function describe({ name, help }: MetricDefinition, prefix: string): string {
  return `${help.replace(/\.$/, '')}.\n\nMetric: \`${prefix}${name}\``;
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
