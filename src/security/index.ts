export { redactAttribute } from './attribute-redactor.js';
export { mayAccess } from './endpoint-access.js';
export {
  FORCE_TRACE_HEADER,
  forceTrace,
  isForceTraceSigned,
  isTraceForced,
  signForceTrace,
  type ForcedRequest,
} from './force-trace.js';
export { Redactor, type HeaderValues } from './redactor.js';
