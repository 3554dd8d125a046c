/** The samples of a CPU profile with their times: V8 stores the distance from each to the one before. */
import type { V8CpuProfile } from './v8-profile.js';

export interface TimedSample {
  readonly nodeId: number;
  /** On V8's clock. */
  readonly atUs: number;
  /** Until the next sample. */
  readonly lastsUs: number;
  readonly isIdle: boolean;
  /** Nothing of the application's was on the stack. */
  readonly isOfNobody: boolean;
}

const IDLE = '(idle)';
/** The engine and the event loop between two pieces of JavaScript; collecting garbage belongs to who made it. */
const NOBODY: ReadonlySet<string> = new Set([IDLE, '(program)', '(root)']);

export function timedSamples(profile: V8CpuProfile): TimedSample[] {
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  const timesUs = timesOf(profile);
  return profile.samples.map((nodeId, index) => {
    const name = names.get(nodeId) ?? '';
    const atUs = timesUs[index]!;
    // Two samples may be stored in the wrong order.
    const lastsUs = Math.max(0, (timesUs[index + 1] ?? profile.endTime) - atUs);
    return { nodeId, atUs, lastsUs, isIdle: name === IDLE, isOfNobody: NOBODY.has(name) };
  });
}

/** The same without the samples before a time on V8's clock. */
export function samplesSince(profile: V8CpuProfile, startTime: number): V8CpuProfile {
  const timesUs = timesOf(profile);
  const later = profile.samples.map((nodeId, index) => ({ nodeId, atUs: timesUs[index]! }));
  const kept = later.filter(({ atUs }) => atUs >= startTime);
  const timeDeltas = kept.map(({ atUs }, index) => atUs - (kept[index - 1]?.atUs ?? startTime));
  return { ...profile, startTime, samples: kept.map(({ nodeId }) => nodeId), timeDeltas };
}

function timesOf({ startTime, timeDeltas }: V8CpuProfile): number[] {
  let timeUs = startTime;
  return timeDeltas.map((deltaUs) => (timeUs += deltaUs));
}
