export { Instrument, type InstrumentClass, type InstrumentHost } from './instrument.js';
export { Instruments } from './instruments.js';
export { offeredInstruments } from './offered-instruments.js';
export { TaskSource } from './processes/task.source.js';
