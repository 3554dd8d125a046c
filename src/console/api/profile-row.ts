/** A profile as a row of the list. */
import { placeOf, reasonOf, type Profile, type RunningProfile } from '../../profiling/index.js';
import type { ProfileRow, ProfilesAnswer } from '../shapes/index.js';

export function profileRow(profile: Profile): ProfileRow {
  const { id, kind, cause, startedAt, durationMs } = profile;
  return {
    id,
    kind,
    cause: reasonOf(cause),
    startedAtMs: Date.parse(startedAt),
    durationMs,
    headline: headlineOf(profile),
    busyMs: profile.kind === 'cpu' ? profile.busyMs : null,
    bytes: profile.kind === 'heap' ? profile.bytes : null,
  };
}

export function runningRow(running: RunningProfile | undefined): ProfilesAnswer['running'] {
  if (running === undefined) return null;
  const { id, kind, startedAt, endsAt } = running;
  return { id, kind, startedAtMs: Date.parse(startedAt), endsAtMs: Date.parse(endsAt) };
}

function headlineOf(profile: Profile): string {
  const [hottest] = profile.kind === 'cpu' ? profile.hotFunctions : profile.allocators;
  return hottest === undefined ? 'nothing ran' : `${Math.round(hottest.share * 100)} % in ${placeOf(hottest)}`;
}
