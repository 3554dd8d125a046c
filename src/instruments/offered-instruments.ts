/** The instruments that applications can inject: none until `nestjs-observability/instruments` is loaded, whose classes they name. */
import type { InstrumentClass } from './instrument.js';

let offered: readonly InstrumentClass[] = [];

export function offerInstruments(classes: readonly InstrumentClass[]): void {
  offered = classes;
}

export function offeredInstruments(): readonly InstrumentClass[] {
  return offered;
}
