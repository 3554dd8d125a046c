/** The instruments of one application, each made when it is first asked for: what nobody uses shows no metric. */
import { pipelineFor, type OperationPipeline } from '../kernel/index.js';
import type { Instrument, InstrumentClass, InstrumentHost } from './instrument.js';
import { tolerantHost } from './tolerant-host.js';

const shared = new WeakMap<OperationPipeline, Instruments>();

export class Instruments {
  private readonly made = new Map<InstrumentClass, Instrument>();
  private hasStarted = false;

  /** @param createHost called with the first instrument */
  constructor(
    private readonly pipeline: OperationPipeline,
    private readonly createHost: () => InstrumentHost,
  ) {
    shared.set(pipeline, this);
  }

  /**
   * @throws ObservabilityError OBS_ERR_METRIC_CONFLICT when the application has other metrics under its names and has not
   *   started yet; afterwards those are left out
   */
  get<I extends Instrument>(type: InstrumentClass<I>): I {
    const known = this.made.get(type);
    if (known !== undefined) return known as I;
    const instrument = new type(tolerantHost(this.createHost(), () => this.hasStarted));
    this.made.set(type, instrument);
    return instrument;
  }

  /** The application has started: from now on it works, and nothing may throw into that. */
  started(): void {
    this.hasStarted = true;
  }

  /** Before the server waits for its last connections. */
  drain(): void {
    this.each('drain', (instrument) => instrument.drain());
  }

  close(): void {
    this.each('close', (instrument) => instrument.close());
  }

  private each(phase: string, act: (instrument: Instrument) => void): void {
    const { diagnostics } = this.pipeline;
    for (const instrument of this.made.values())
      diagnostics.safely(instrument.name, phase, () => act(instrument), undefined);
  }
}

/** Of the application this code runs in: that of the current operation, else the newest. */
export function instrumentsHere(): Instruments | undefined {
  const pipeline = pipelineFor(undefined);
  return pipeline && shared.get(pipeline);
}
