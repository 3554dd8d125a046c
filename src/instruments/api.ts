/** `nestjs-observability/instruments`: what can be watched beside requests and calls. Loaded by the applications that use it. */
export { getInstrument } from './get-instrument.js';
export { Instrument, type InstrumentClass, type InstrumentHost } from './instrument.js';
export { Handle } from './handle.js';
export { SessionsInstrument, type SessionHandle, type SessionStart } from './sessions/sessions.instrument.js';
