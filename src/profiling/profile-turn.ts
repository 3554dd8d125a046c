/**
 * One profile at a time: two would measure each other. V8 has one profiler per thread, so the turn is the thread's and not an
 * application's.
 */
import { ObservabilityError } from '../kernel/index.js';
import type { RunningProfile } from './profile.js';

let running: RunningProfile | undefined;

export function runningProfile(): RunningProfile | undefined {
  return running;
}

/**
 * Returns what ends the turn.
 * @throws ObservabilityError OBS_ERR_PROFILE_BUSY while another profile runs
 */
export function takeTurn(profile: RunningProfile): () => void {
  if (running !== undefined) throw busy(running);
  running = profile;
  return () => {
    if (running === profile) running = undefined;
  };
}

function busy({ id, kind, cause, endsAt }: RunningProfile): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_PROFILE_BUSY',
    fact: `One profile runs at a time, and ${id} (${kind}, ${cause.type}) runs until ${endsAt}`,
    fix: 'ask again when it is over, or stop it first',
  });
}

/** Another route is waited for. */
export function alreadyAwaited(route: string): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_PROFILE_BUSY',
    fact: `One request is waited for at a time, and the next of ${route} is`,
    fix: 'abort that by its signal, or ask again later',
  });
}
