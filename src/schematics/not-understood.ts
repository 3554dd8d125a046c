/** How a schematic refuses: by the house's errors, which the CLI prints in a line. Whoever gets one finds every file as it was. */
import { ObservabilityError } from '../kernel/observability-error.js';

/** @param fix an imperative without a final stop, with the lines to paste */
export function notUnderstood(fact: string, got: string, fix: string): ObservabilityError {
  return ObservabilityError.of({ code: 'OBS_ERR_APPLICATION_SHAPE', fact, got, fix: `${fix}. No file was changed` });
}
