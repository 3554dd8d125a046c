/**
 * What can be watched beside requests and calls: sessions, pools, child processes, completions. An instrument declares its
 * metrics as data, tells its work to the pipeline like every source, and hands out handles that are safe to use wrongly.
 */
import type { Meter, MetricDefinition, OperationConvention, OperationPipeline, TelemetryBus } from '../kernel/index.js';
import type { ResolvedConfig } from '../config/index.js';
import type { Redactor } from '../security/index.js';
import { Given } from './given.js';

/**
 * What an application gives to its instruments.
 *
 * @example
 * ```ts
 * class ClockInstrument extends Instrument {
 *   readonly name = 'clock';
 *
 *   constructor(host: InstrumentHost) {
 *     super(host);
 *   }
 *
 *   nowMs(): number {
 *     return this.host.pipeline.clock.now();
 *   }
 * }
 * ```
 */
export interface InstrumentHost {
  readonly pipeline: OperationPipeline;
  readonly meter: Meter;
  readonly bus: TelemetryBus;
  readonly config: ResolvedConfig;
  readonly redactor: Redactor;
  /** Operations of these kinds are measured from now on. */
  measure(conventions: readonly OperationConvention[]): void;
}

/**
 * Base of all instruments: metrics declared as data, and work told to the pipeline.
 *
 * @example
 * ```ts
 * class BellsInstrument extends Instrument {
 *   static override readonly metrics = [];
 *   readonly name = 'bells';
 *
 *   ring<T>(work: () => T): T {
 *     return this.host.pipeline.observe({ kind: 'event.process', name: 'ring' }, work);
 *   }
 * }
 *
 * getInstrument(BellsInstrument).ring(() => orders.open());
 * ```
 */
export abstract class Instrument {
  /** What it alone may measure, for reference tables and generated dashboards. */
  static readonly metrics: readonly MetricDefinition[] = [];

  /** In warnings, and in `observability_instrument_misuses_total{instrument}`. */
  abstract readonly name: string;

  private knownGiven: Given | undefined;

  constructor(protected readonly host: InstrumentHost) {}

  /** Reads what callers pass. */
  protected get given(): Given {
    return (this.knownGiven ??= new Given(this.name, this.host.pipeline.diagnostics));
  }

  /** The application is about to stop, and its server waits for what is open: what waits for the server's end ends now. */
  drain(): void {}

  /** The application stops: what is still open ends as canceled, timers and listeners go. */
  close(): void {}
}

/**
 * The class of an instrument.
 * Any instrument's class; what it needs beside the host it finds in there.
 *
 * @example
 * ```ts
 * const closeAll = (types: readonly InstrumentClass[]): void => types.forEach((type) => getInstrument(type).close());
 * ```
 */
export interface InstrumentClass<I extends Instrument = Instrument> {
  new (host: InstrumentHost): I;
  readonly metrics: readonly MetricDefinition[];
}
