/**
 * `nestjs-observability/instruments`: what can be watched beside requests and calls. Loaded by the applications that use it.
 *
 * @module nestjs-observability/instruments
 */
import { allInstruments } from './all-instruments.js';
import { offerInstruments } from './offered-instruments.js';

export * from './exports.js';

offerInstruments(allInstruments);
