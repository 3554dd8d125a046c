/** What every room of one application stands on: made first, from the configuration alone, and knowing no signal's handler. */
import type { ResolvedConfig } from './config/index.js';
import {
  Diagnostics,
  ensureContextManager,
  noMeter,
  OperationPipeline,
  SourceLines,
  systemClock,
  TelemetryBus,
  type Clock,
  type Meter,
} from './kernel/index.js';
import { MeasurementEvents, MetricRegistry, MetricsService } from './metrics/index.js';
import { Redactor } from './security/index.js';
import { peekEarlyTracing } from './tracing/index.js';

export class ObservabilityFoundation {
  /** That of `register`, where it was there first: one place for what its exporter had to drop. */
  readonly diagnostics = peekEarlyTracing()?.diagnostics ?? new Diagnostics();
  readonly clock: Clock;
  readonly bus: TelemetryBus;
  readonly pipeline: OperationPipeline;
  readonly redactor: Redactor;
  /** Of the application's own code. */
  readonly source: SourceLines;
  readonly registry: MetricRegistry;
  readonly metrics: MetricsService;

  constructor(readonly config: ResolvedConfig) {
    ensureContextManager();
    const { diagnostics } = this;
    this.clock = config.plugins.find(({ clock }) => clock !== undefined)?.clock ?? systemClock;
    this.bus = new TelemetryBus(diagnostics, this.clock);
    this.pipeline = new OperationPipeline({ clock: this.clock, diagnostics });
    this.redactor = new Redactor(config.redaction, diagnostics);
    const { sourceFolder: folder, sourceLines: lineCount } = config.errors;
    this.source = new SourceLines({ folder, lineCount });
    this.registry = new MetricRegistry(config.metrics, diagnostics, this.clock);
    const events = new MeasurementEvents(this.bus);
    this.metrics = new MetricsService(config.metrics.isEnabled ? this.registry : undefined, events);
  }

  /** Where sources count what is no operation. */
  get meter(): Meter {
    return this.config.metrics.isEnabled ? this.registry : noMeter;
  }
}
