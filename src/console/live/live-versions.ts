/** What tells a page that there is something else to show: it rises, or is another text, with every change. */
import { ProfilingService, type Profiling } from '../../profiling/index.js';
import type { Recorder } from '../recorder/recorder.js';
import type { LiveSources } from './batch-maker.js';

export function liveVersions(
  { errors, health, series }: Recorder,
  profiling: Profiling | undefined,
): LiveSources['versions'] {
  const profiles = new ProfilingService(profiling);
  // Objectives are counted all the time; as often as metrics is soon enough.
  const reading = (): number => series.times.newest;
  return {
    errors: () => errors.version,
    health: () => health.version,
    profiles: () => [profiles.running()?.id, ...profiles.list().map(({ id }) => id)].join(),
    metrics: reading,
    objectives: reading,
  };
}
