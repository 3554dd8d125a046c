/** What the recorder itself is up to: what it keeps, what it had to give up, and whether it is still at work. */
import type { LiveHub } from '../live/live-hub.js';
import type { Recorder } from '../recorder/recorder.js';
import type { RecorderState } from '../shapes/index.js';

export function recorderState(
  recorder: Recorder,
  live: Pick<LiveHub, 'viewers' | 'usedBytes'>,
  maxBytes: number,
): RecorderState {
  const { traces, logs, series, errors } = recorder;
  return {
    isRecording: recorder.switch.isOn,
    offBecause: recorder.switch.offBecause,
    usedBytes: recorder.usedBytes + live.usedBytes,
    maxBytes,
    traces: traces.traceCount,
    spans: traces.spanCount,
    logs: logs.size,
    series: series.size,
    evictedTraces: traces.evictedCount,
    passedOverTraces: recorder.intake.passedOverCount,
    evictedLogs: logs.evicted,
    evictedErrorGroups: errors.evicted,
    droppedSpans: traces.droppedSpanCount,
    viewers: live.viewers,
  };
}
