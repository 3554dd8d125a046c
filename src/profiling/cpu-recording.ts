/** A CPU profile while it runs: V8 samples the thread, the recorder notes which operation was current, and the two are joined at the end. */
import type { Operation } from '../kernel/index.js';
import { ActivityRecorder } from './activity-recorder.js';
import { NO_ACTIVITY, type Activity } from './activity-table.js';
import { InspectorSession } from './inspector-session.js';
import { clockOffsetUs, nowUs } from './monotonic-clock.js';
import { samplesSince, timedSamples } from './timed-samples.js';
import type { V8CpuProfile } from './v8-profile.js';

/** What a CPU profile is made of; all formats are written from it. */
export interface CpuContent {
  readonly kind: 'cpu';
  readonly profile: V8CpuProfile;
  /** For each sample its place in `activities`, or `NO_ACTIVITY`. */
  readonly activityOf: readonly number[];
  readonly activities: readonly Activity[];
  /** From when on samples have no activity; undefined where all could be remembered. */
  readonly attributedUntilUs: number | undefined;
}

export class CpuRecording {
  private readonly session = new InspectorSession();
  private readonly recorder: ActivityRecorder;
  private askedUs = 0;
  private answeredUs = 0;

  constructor(samplingIntervalUs: number, onFailure: (error: unknown) => void) {
    this.recorder = new ActivityRecorder(onFailure);
    try {
      this.begin(samplingIntervalUs);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  ended(operation: Operation): void {
    this.recorder.ended(operation);
  }

  finish(): CpuContent {
    try {
      const { profile } = this.session.ask<{ readonly profile: V8CpuProfile }>('Profiler.stop');
      this.recorder.stop();
      return this.join(profile);
    } finally {
      this.close();
    }
  }

  private begin(samplingIntervalUs: number): void {
    this.session.ask('Profiler.enable');
    this.session.ask('Profiler.setSamplingInterval', { interval: samplingIntervalUs });
    this.recorder.start();
    this.askedUs = nowUs();
    this.session.ask('Profiler.start');
    this.answeredUs = nowUs();
  }

  private close(): void {
    this.recorder.stop();
    this.session.close();
  }

  private join(whole: V8CpuProfile): CpuContent {
    const { recorder } = this;
    const offsetUs = clockOffsetUs(whole.startTime, this.askedUs, this.answeredUs);
    // Until V8 answered, it was itself that ran.
    const profile = samplesSince(whole, this.answeredUs - offsetUs);
    const places = new Places(recorder);
    const activityOf = timedSamples(profile).map(({ atUs, isOfNobody }) =>
      isOfNobody ? NO_ACTIVITY : places.of(recorder.numberAt(atUs + offsetUs)),
    );
    const attributedUntilUs = recorder.fullSinceUs === undefined ? undefined : recorder.fullSinceUs - offsetUs;
    return { kind: 'cpu', profile, activityOf, activities: places.activities, attributedUntilUs };
  }
}

/** Only the activities that a sample has met are kept. */
class Places {
  readonly activities: Activity[] = [];
  private readonly known = new Map<number, number>();

  constructor(private readonly recorder: ActivityRecorder) {}

  of(number: number): number {
    return this.known.get(number) ?? this.add(number);
  }

  private add(number: number): number {
    const activity = this.recorder.activity(number);
    const place = activity === undefined ? NO_ACTIVITY : this.activities.push(activity) - 1;
    this.known.set(number, place);
    return place;
  }
}
