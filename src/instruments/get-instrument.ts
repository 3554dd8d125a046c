/** Instruments for code outside Nest's injector. */
import { resolveConfig } from '../config/index.js';
import { noMeter, OperationPipeline, TelemetryBus } from '../kernel/index.js';
import { Redactor } from '../security/index.js';
import type { Instrument, InstrumentClass } from './instrument.js';
import { Instruments, instrumentsHere } from './instruments.js';

/**
 * The instrument of the application this code runs in: that of the current operation, else of the newest application; without
 * one it does its work and tells nobody. Ask when using it, not while modules load.
 *
 * @example
 * ```ts
 * export function remember(key: string): unknown {
 *   const prices = getInstrument(CachesInstrument).cache('prices');
 *   return prices.load(() => catalogue.priceOf(key));
 * }
 * ```
 */
export function getInstrument<I extends Instrument>(type: InstrumentClass<I>): I {
  return (instrumentsHere() ?? unheard()).get(type);
}

let silent: Instruments | undefined;

function unheard(): Instruments {
  return (silent ??= silentInstruments());
}

function silentInstruments(): Instruments {
  const pipeline = new OperationPipeline();
  const config = resolveConfig({ enabled: false });
  return new Instruments(pipeline, () => ({
    pipeline,
    meter: noMeter,
    bus: new TelemetryBus(pipeline.diagnostics),
    config,
    redactor: new Redactor(config.redaction, pipeline.diagnostics),
    measure: () => undefined,
  }));
}
