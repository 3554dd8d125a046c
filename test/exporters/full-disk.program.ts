/** A program that exports telemetry events to a file of which it may write so many bytes; it emits and reports when it is told. */
import { resolveConfig } from '../../src/config/index.js';
import { TelemetryExporters } from '../../src/exporters/telemetry-exporters.js';
import { Diagnostics, systemClock, TelemetryBus } from '../../src/kernel/index.js';
import { Redactor } from '../../src/security/index.js';

export interface Report {
  readonly exported: number;
  readonly dropped: number;
  readonly queued: number;
  readonly inFlight: number;
  readonly warnings: readonly string[];
  readonly news: readonly string[];
}

const warnings: string[] = [];
const news: string[] = [];
const diagnostics = new Diagnostics();
diagnostics.warnThrough(
  (message) => void warnings.push(message),
  (message) => void news.push(message),
);
const bus = new TelemetryBus(diagnostics);
const path = process.argv[2]!;
const config = resolveConfig({ exporters: [{ type: 'file', path, maxQueueSize: 30, scheduleDelayMs: 10 }] });
const exporters = new TelemetryExporters({
  config,
  bus,
  diagnostics,
  redactor: new Redactor(config.redaction),
  clock: systemClock,
  print: () => undefined,
});

const commands: Readonly<Record<string, (count: number) => void>> = {
  emit: (count) => {
    for (let index = 0; index < count; index++)
      bus.emit('health.changed', { check: 'db', from: 'up', to: 'x'.repeat(200) });
  },
  report: () => {
    const { exported, dropped, queued, inFlight } = exporters.exportStates().get('file')!();
    process.send!({ exported, dropped, queued, inFlight, warnings, news } satisfies Report);
  },
};

process.on('message', ({ command, count = 0 }: { command: string; count?: number }) => commands[command]?.(count));
process.send!('ready');
