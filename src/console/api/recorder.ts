/** `GET recorder`: what the recorder holds, and how much of what it may; `POST recorder { action: 'clear' }` forgets it. */
import type { RequestFields } from '../../endpoints/index.js';
import type { LiveHub } from '../live/live-hub.js';
import type { Recorder } from '../recorder/recorder.js';
import type { ConsoleResource } from '../resource.js';
import type { RecorderAnswer } from '../shapes/index.js';
import { recorderState } from './recorder-state.js';

export class RecorderResource implements ConsoleResource {
  readonly name = 'recorder';

  constructor(
    private readonly recorder: Recorder,
    private readonly live: Pick<LiveHub, 'viewers' | 'usedBytes'>,
    private readonly maxBytes: number,
  ) {}

  read(): Omit<RecorderAnswer, 'version'> {
    return { recorder: recorderState(this.recorder, this.live, this.maxBytes) };
  }

  /** Traces, lines and errors; series of metrics go on. */
  change(fields: RequestFields): Omit<RecorderAnswer, 'version'> {
    fields.word('action', ['clear']);
    fields.done();
    const { traces, logs, errors } = this.recorder;
    for (const store of [traces, logs, errors]) store.clear();
    return this.read();
  }
}
