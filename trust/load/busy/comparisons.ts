/** What the module says of the busy application beside what is so; every pair must be equal. */
import { MetricsService, type MetricSnapshot } from 'nestjs-observability';
import type { BusyApplication } from './busy-application.js';
import { BusyGateway } from './busy.gateway.js';
import { BusyService } from './busy.service.js';
import { placeOf } from './server-truth.js';

export interface Comparison {
  readonly name: string;
  readonly truth: number;
  readonly told: number;
}

/** @param warnings of the process, since its start */
export function compare({ app, truth, spans }: BusyApplication, warnings: readonly string[]): Comparison[] {
  const metrics = app.get(MetricsService).snapshot();
  const gateway = app.get(BusyGateway);
  const service = app.get(BusyService);
  return [
    ...compareRequests(truth.ended, requestsIn(metrics)),
    { name: 'requests as spans', truth: truth.requests, told: spans.requests },
    { name: 'calls as spans', truth: service.looks, told: spans.looks },
    { name: 'contexts gone astray', truth: 0, told: service.strayed },
    { name: 'connections', truth: truth.connections, told: sumOf(metrics, 'connections_total') },
    { name: 'WebSocket messages', truth: gateway.messages, told: sumOf(metrics, 'websocket_messages_received_total') },
    { name: 'spans exported, dropped or waiting', truth: spans.created, told: spansIn(metrics) },
    { name: ['warnings of the process', ...warnings].join(': '), truth: 0, told: warnings.length },
    ...activeGauges(metrics),
  ];
}

function compareRequests(ended: Readonly<Record<string, number>>, counted: ReadonlyMap<string, number>): Comparison[] {
  const places = new Set([...Object.keys(ended), ...counted.keys()]);
  return [...places].map((name) => ({ name, truth: ended[name] ?? 0, told: counted.get(name) ?? 0 }));
}

function requestsIn(metrics: readonly MetricSnapshot[]): ReadonlyMap<string, number> {
  const series = metrics.find(({ name }) => name === 'http_requests_total')?.series ?? [];
  const counted = new Map<string, number>();
  for (const { labels, value } of series) {
    const place = `${placeOf(labels['method']!, labels['route']!)} ${labels['status']}`;
    counted.set(place, (counted.get(place) ?? 0) + (value as number));
  }
  return counted;
}

function spansIn(metrics: readonly MetricSnapshot[]): number {
  const isOfTraces = ({ signal }: Readonly<Record<string, string>>): boolean => signal === 'traces';
  return ['observability_exported_total', 'observability_dropped_total', 'observability_exporter_queue_size'].reduce(
    (sum, name) => sum + sumOf(metrics, name, isOfTraces),
    0,
  );
}

/** What is under way: nothing, since nobody is there. */
function activeGauges(metrics: readonly MetricSnapshot[]): Comparison[] {
  const gauges = metrics.filter(({ name, type }) => type === 'gauge' && GAUGES.test(name));
  return gauges.map(({ name }) => ({ name, truth: 0, told: sumOf(metrics, name) }));
}

const GAUGES = /^(?:http|sse|websocket|connections|method).*_active$|^connections_active$|^sse_buffer_bytes$/;

function sumOf(
  metrics: readonly MetricSnapshot[],
  wanted: string,
  isWanted: (labels: Readonly<Record<string, string>>) => boolean = () => true,
): number {
  const series = metrics.find(({ name }) => name === wanted)?.series ?? [];
  return series.reduce((sum, { labels, value }) => sum + (isWanted(labels) ? (value as number) : 0), 0);
}
