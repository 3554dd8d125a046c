/**
 * What can be watched beside requests and calls: sessions, pools, child processes, completions. An instrument declares its
 * metrics as data, tells its work to the pipeline like every source, and hands out handles that are safe to use wrongly.
 */
import type { Meter, OperationConvention, OperationPipeline, TelemetryBus } from '../kernel/index.js';
import type { ResolvedConfig } from '../config/index.js';
import type { Redactor } from '../security/index.js';
import { Given } from './given.js';

/** What an application gives to its instruments. */
export interface InstrumentHost {
  readonly pipeline: OperationPipeline;
  readonly meter: Meter;
  readonly bus: TelemetryBus;
  readonly config: ResolvedConfig;
  readonly redactor: Redactor;
  /** Operations of these kinds are measured from now on. */
  measure(conventions: readonly OperationConvention[]): void;
}

export abstract class Instrument {
  /** In warnings, and in `observability_instrument_misuses_total{instrument}`. */
  abstract readonly name: string;

  private knownGiven: Given | undefined;

  constructor(protected readonly host: InstrumentHost) {}

  /** Reads what callers pass. */
  protected get given(): Given {
    return (this.knownGiven ??= new Given(this.name, this.host.pipeline.diagnostics));
  }

  /** The application stops: what is still open ends as canceled, timers and listeners go. */
  close(): void {}
}

/** Any instrument's class; what it needs beside the host it finds in there. */
export type InstrumentClass<I extends Instrument = Instrument> = new (host: InstrumentHost) => I;
