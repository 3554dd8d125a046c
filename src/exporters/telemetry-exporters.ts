/** All that `exporters` asks for, put together: who listens, what waits, and where it goes. */
import type {
  ExporterConfig,
  FileExporterConfig,
  ResolvedConfig,
  TelemetryRecord,
  WebhookExporterConfig,
} from '../config/index.js';
import type { Clock, Diagnostics, TelemetryBus } from '../kernel/index.js';
import type { Redactor } from '../security/index.js';
import type { ExportState } from '../tracing/index.js';
import { BoundedDelivery, type DeliverySink } from './bounded-delivery.js';
import { consoleLine } from './console-line.js';
import { RotatingFile } from './rotating-file.js';
import { exportEvents } from './telemetry-exporter.js';
import { encodeRecord, RecordMaker } from './telemetry-record.js';
import { Webhook } from './webhook.js';

export interface TelemetryExportersOptions {
  readonly config: Pick<ResolvedConfig, 'exporters' | 'service' | 'environment' | 'shutdown'>;
  readonly bus: TelemetryBus;
  readonly redactor: Redactor;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
  /** Takes what a console exporter prints, with the record it is about. */
  readonly print: (line: string, record: TelemetryRecord) => void;
}

export class TelemetryExporters {
  private readonly deliveries = new Map<string, BoundedDelivery>();
  private readonly undo: (() => void)[] = [];
  private readonly records: RecordMaker;

  constructor(private readonly options: TelemetryExportersOptions) {
    const { config, redactor } = options;
    this.records = new RecordMaker(redactor);
    for (const exporter of config.exporters) this.begin(exporter);
  }

  /** How it goes, by the name of the exporter; those that wait for nobody have no state. */
  exportStates(): ReadonlyMap<string, () => ExportState> {
    return new Map([...this.deliveries].map(([name, delivery]) => [name, () => delivery.exportState()]));
  }

  /** Flushes within `shutdown.flushTimeoutMs`, drops and counts the rest. */
  async close(): Promise<void> {
    // What happened is told before nobody listens any more.
    this.options.bus.flush();
    for (const stop of this.undo.splice(0)) stop();
    const { flushTimeoutMs } = this.options.config.shutdown;
    await Promise.all([...this.deliveries.values()].map((delivery) => delivery.shutdown(flushTimeoutMs)));
  }

  private begin(exporter: ExporterConfig): void {
    if (exporter.type === 'console') return this.beginConsole(exporter);
    const delivery = this.deliveryOf(exporter);
    this.deliveries.set(exporter.name, delivery);
    this.export(exporter, (record) => {
      const encoded = encodeRecord(record, exporter.maxRecordBytes);
      if (encoded === undefined) delivery.refuse('too_large');
      else delivery.push(encoded);
    });
  }

  /** A tree per trace is made of spans: there `traces.tree` is on, and nothing is to be done here. */
  private beginConsole(exporter: ExporterConfig & { readonly type: 'console' }): void {
    if (exporter.format === 'line') this.export(exporter, (record) => this.options.print(consoleLine(record), record));
  }

  private export(selection: ExporterConfig, take: (record: TelemetryRecord) => void): void {
    const { bus, diagnostics } = this.options;
    this.undo.push(exportEvents({ selection, bus, diagnostics, records: this.records, take }));
  }

  private deliveryOf(exporter: FileExporterConfig | WebhookExporterConfig): BoundedDelivery {
    const { diagnostics, clock } = this.options;
    const { maxQueueSize, maxQueueBytes, maxBatchSize, scheduleDelayMs } = exporter;
    const maxBatchBytes = exporter.type === 'file' ? largestBatch(exporter) : exporter.maxBatchBytes;
    return new BoundedDelivery({
      ...this.receiverOf(exporter),
      signal: exporter.name,
      limits: { maxQueueSize, maxQueueBytes, maxBatchSize, maxBatchBytes, scheduleDelayMs },
      diagnostics,
      clock,
    });
  }

  private receiverOf(exporter: FileExporterConfig | WebhookExporterConfig): Receiver {
    const { config, clock } = this.options;
    const nowMs = (): number => clock.toEpochMs(clock.now());
    if (exporter.type === 'file')
      return {
        sink: new RotatingFile({ ...exporter, nowMs }),
        destination: exporter.path,
        // A disk is full until somebody makes room: as long as it takes.
        retryForMs: Infinity,
        maxBackOffMs: FILE_BACK_OFF_MS,
      };
    const { service, environment } = config;
    return {
      sink: new Webhook({ config: exporter, service, environment: environment.name, nowMs }),
      destination: originOf(exporter.url),
      retryForMs: exporter.retryForMs,
      maxBackOffMs: WEBHOOK_BACK_OFF_MS,
    };
  }
}

interface Receiver {
  readonly sink: DeliverySink;
  readonly destination: string;
  readonly retryForMs: number;
  readonly maxBackOffMs: number;
}

const FILE_BACK_OFF_MS = 5000;
const WEBHOOK_BACK_OFF_MS = 30_000;

/** A batch must fit into a file. */
function largestBatch({ maxBatchBytes, maxFileBytes }: FileExporterConfig): number {
  return Math.min(maxBatchBytes, maxFileBytes);
}

/** Paths and queries of webhooks are often secrets themselves. */
function originOf(url: string): string {
  return new URL(url).origin;
}
