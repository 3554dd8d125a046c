/** Every instrument that Nest can inject, in the order of the reference tables, and what all of them may measure. */
import type { MetricDefinition } from '../kernel/index.js';
import type { InstrumentClass } from './instrument.js';
import { SessionsInstrument } from './sessions/sessions.instrument.js';
import { sessionMetrics } from './sessions/sessions.metrics.js';

export const allInstruments: readonly InstrumentClass[] = [SessionsInstrument];

export const instrumentMetrics: readonly MetricDefinition[] = [...sessionMetrics];
