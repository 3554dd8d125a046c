/** Hands finished spans to the store; tracing has redacted them. */
import type { FinishedSpan, SpanConsumer, SpanProcessorLike } from '../../tracing/index.js';
import type { RecorderSwitch } from './recorder-switch.js';
import type { TraceIntake } from './trace-intake.js';

export interface TraceRecording {
  readonly intake: Pick<TraceIntake, 'add'>;
  readonly recorder: RecorderSwitch;
}

/** Named `console`. */
export function traceRecorder(recording: TraceRecording): SpanConsumer {
  return { name: 'console', create: () => new TraceRecorder(recording) };
}

class TraceRecorder implements SpanProcessorLike {
  constructor(private readonly recording: TraceRecording) {}

  onStart(): void {}

  onEnd(span: FinishedSpan): void {
    const { intake, recorder } = this.recording;
    if (!recorder.isOn) return;
    try {
      intake.add(span);
    } catch (error) {
      recorder.failed('spans', error);
    }
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
