/** Metrics of rooms that know no registry: logs, health, export and crashes, declared and fed here. */
import { healthMetrics, type HealthMeter } from './health/index.js';
import type { MetricDefinition } from './kernel/index.js';
import type { MetricFamily, MetricRegistry } from './metrics/index.js';
import type { ExportState } from './tracing/index.js';

export const logMessages = {
  name: 'log_messages_total',
  type: 'counter',
  unit: 'count',
  help: 'Log lines written, by level',
  labelNames: ['level'],
  family: 'runtime',
} as const satisfies MetricDefinition;

export const crashes = {
  name: 'process_crashes_total',
  type: 'counter',
  unit: 'count',
  help: 'Uncaught exceptions and unhandled rejections',
  labelNames: ['kind'],
  family: 'runtime',
} as const satisfies MetricDefinition;

export const exporterQueue = {
  name: 'observability_exporter_queue_size',
  type: 'gauge',
  unit: 'count',
  help: 'Finished telemetry waiting for export or being exported',
  labelNames: ['signal'],
  family: 'ourselves',
} as const satisfies MetricDefinition;

export const exported = {
  name: 'observability_exported_total',
  type: 'counter',
  unit: 'count',
  help: 'Telemetry that a receiver has accepted',
  labelNames: ['signal'],
  family: 'ourselves',
} as const satisfies MetricDefinition;

export const lastSuccess = {
  name: 'observability_exporter_last_success_timestamp_seconds',
  type: 'gauge',
  unit: 'timestamp_seconds',
  help: 'When a receiver last accepted telemetry, in seconds since the Unix epoch',
  labelNames: ['signal'],
  family: 'ourselves',
} as const satisfies MetricDefinition;

export function watchLogLines(registry: MetricRegistry): (level: string) => void {
  const family = registry.define(logMessages);
  return (level) => family.cell([level]).add(1);
}

export function crashCounter(registry: MetricRegistry): (kind: string) => void {
  const family = registry.define(crashes);
  return (kind) => family.cell([kind]).add(1);
}

/**
 * Reads an exporter when somebody looks.
 * @param signal `traces`, `metrics`, `logs`, or the name of an exporter of telemetry events
 */
export function watchExport(registry: MetricRegistry, signal: string, stateOf: () => ExportState | undefined): void {
  const [queue, sent, success] = [
    registry.define(exporterQueue),
    registry.define(exported),
    registry.define(lastSuccess),
  ];
  const labels = [signal];
  const whenRead = (family: MetricFamily, show: (state: ExportState) => void): void => {
    family.onCollect(() => {
      const state = stateOf();
      if (state !== undefined) show(state);
    });
  };
  whenRead(queue, ({ queued, inFlight }) => queue.cell(labels).set(queued + inFlight));
  whenRead(sent, ({ exported: count }) => (sent.cell(labels).value = count));
  whenRead(success, ({ lastSuccessAtMs }) => {
    if (lastSuccessAtMs !== undefined) success.cell(labels).set(lastSuccessAtMs / 1000);
  });
}

export function healthMeter(registry: MetricRegistry): HealthMeter {
  const ready = registry.define(healthMetrics.ready);
  const up = registry.define(healthMetrics.checkUp);
  const duration = registry.define(healthMetrics.checkDuration);
  return {
    ready: (isReady) => ready.cell([]).set(Number(isReady)),
    checked: (check, isUp, seconds) => {
      up.cell([check]).set(Number(isUp));
      duration.cell([check]).observe(seconds);
    },
    forgotten: (check) => up.remove([check]),
  };
}
