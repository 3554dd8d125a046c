/** An exporter of telemetry events that keeps the records which others write to files and webhooks. */
import type { ObservabilityPlugin, TelemetryRecord } from '../config/index.js';
import { exportEvents } from '../exporters/telemetry-exporter.js';
import { RecordMaker } from '../exporters/telemetry-record.js';
import { telemetryEventNames, type TelemetryEventName } from '../kernel/index.js';
import { ObservabilityRuntime } from '../observability.runtime.js';
import { BoundedList, type MemoryLimits } from './bounded-list.js';

/**
 * Which events are kept, and how many.
 *
 * @example
 * ```ts
 * const options: InMemoryEventsOptions = { events: ['operation.error'], maxRecords: 100 };
 *
 * const memory = new InMemoryEvents(options);
 * ```
 */
export interface InMemoryEventsOptions extends MemoryLimits {
  /** Which events it keeps. @default all of them but `log` and `metric` */
  readonly events?: readonly TelemetryEventName[];
}

/**
 * An exporter that keeps telemetry events in memory. Events are told when the work is over in which they happened, in a later turn of the event loop.
 *
 * @example
 * ```ts
 * const memory = new InMemoryEvents({ events: ['http.response'] });
 *
 * ObservabilityModule.forRoot({ plugins: [memory.plugin()] });
 * ```
 */
export class InMemoryEvents {
  private readonly kept: BoundedList<TelemetryRecord>;
  private readonly events: readonly TelemetryEventName[];

  constructor({ events = telemetryEventNames.filter(isUsual), ...limits }: InMemoryEventsOptions = {}) {
    this.kept = new BoundedList(limits);
    this.events = events;
  }

  /** In the order in which they were told; the newest, where there were more than the limits allow. */
  get records(): readonly TelemetryRecord[] {
    return this.kept.items;
  }

  /** For one application. */
  plugin(): ObservabilityPlugin {
    const listening = {
      // Made when the application is put together, and needed by nobody.
      provide: Symbol('in-memory-events'),
      useFactory: (runtime: ObservabilityRuntime) => this.listenTo(runtime),
      inject: [ObservabilityRuntime],
    };
    return { name: 'in-memory-events', providers: [listening] };
  }

  /** Forgets what was kept. */
  clear(): void {
    this.kept.clear();
  }

  private listenTo({ bus, redactor, diagnostics }: ObservabilityRuntime): Listening {
    const stop = exportEvents({
      selection: {
        name: 'in-memory',
        events: this.events,
        operations: 'all',
        filter: undefined,
        sampleRatio: 1,
        alwaysErrors: true,
        maxRecordBytes: Infinity,
      },
      bus,
      diagnostics,
      records: new RecordMaker(redactor),
      take: (record) => this.kept.add(record),
    });
    return { onApplicationShutdown: stop };
  }
}

/** Nest calls it at the end. */
interface Listening {
  onApplicationShutdown(): void;
}

/** Each line and each measurement as a record would be a second log. */
function isUsual(name: TelemetryEventName): boolean {
  return name !== 'log' && name !== 'metric';
}
