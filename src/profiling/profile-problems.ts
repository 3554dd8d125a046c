/** What is refused to who asks for a profile. Nothing here is ever thrown into a request. */
import { ObservabilityError } from '../kernel/index.js';

/** Denser samples than this measure the sampling. */
const MIN_INTERVAL = 100;

export function switchedOff(): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_PROFILING_OFF',
    fact: 'Profiling is off',
    fix: 'set profiling: { enabled: true }, or OBSERVABILITY_PROFILING_ENABLED=true, and start again',
  });
}

export function notAllowed(): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_PROFILING_OFF',
    fact: 'Heap snapshots are off, since they hold every secret of the process',
    fix: 'set profiling: { heapSnapshots: true }, and start again',
  });
}

/** @throws ObservabilityError OBS_ERR_OPTION_INVALID */
export function checkDuration(durationMs: number, maxDurationMs: number): void {
  if (durationMs >= 1 && durationMs <= maxDurationMs) return;
  throw ObservabilityError.of({
    code: 'OBS_ERR_OPTION_INVALID',
    fact: `durationMs must be a number from 1 to ${maxDurationMs}`,
    got: String(durationMs),
    fix: 'ask for less, or raise profiling.maxDurationMs',
  });
}

/** @throws ObservabilityError OBS_ERR_OPTION_INVALID */
export function checkInterval(name: string, interval: number): void {
  if (Number.isInteger(interval) && interval >= MIN_INTERVAL) return;
  throw ObservabilityError.of({
    code: 'OBS_ERR_OPTION_INVALID',
    fact: `${name} must be an integer of at least ${MIN_INTERVAL}`,
    got: String(interval),
    fix: `write e.g. ${MIN_INTERVAL}`,
  });
}
