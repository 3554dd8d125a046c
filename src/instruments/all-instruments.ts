/** Every instrument that Nest can inject, and what all of them may measure: told by what their door for applications exports. */
import type { MetricDefinition } from '../kernel/index.js';
import * as exported from './exports.js';
import { Instrument, type InstrumentClass } from './instrument.js';

// Compilers differ in the order of exports; the reference tables must not.
export const allInstruments: readonly InstrumentClass[] = Object.values(exported)
  .filter(isInstrument)
  .toSorted((one, other) => (one.name < other.name ? -1 : 1));

export const instrumentMetrics: readonly MetricDefinition[] = allInstruments.flatMap(({ metrics }) => metrics);

function isInstrument(value: unknown): value is InstrumentClass {
  return typeof value === 'function' && value.prototype instanceof Instrument;
}
