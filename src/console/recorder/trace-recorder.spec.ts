import { finishedSpan } from '../../../test/support/recorded-spans.js';
import { Diagnostics } from '../../kernel/index.js';
import { ManualClock } from '../../testing/index.js';
import type { DetailedSpan, SpanProcessorLike } from '../../tracing/index.js';
import { RecorderSwitch } from './recorder-switch.js';
import { traceRecorder } from './trace-recorder.js';
import { TraceStore } from './trace-store.js';

let traces: TraceStore;
let recorder: RecorderSwitch;
let consumer: SpanProcessorLike;

beforeEach(() => {
  traces = new TraceStore({ maxBytes: 2 ** 20, maxTraces: 100, maxSpansPerTrace: 50 });
  recorder = new RecorderSwitch({ clock: new ManualClock(), diagnostics: new Diagnostics(() => undefined) });
  consumer = traceRecorder({ intake: traces, recorder }).create();
});

function kept(): readonly DetailedSpan[] {
  return traces.all().flatMap(({ spans }) => spans);
}

it('A span is kept as it is', () => {
  const span = finishedSpan();
  consumer.onEnd(span);

  expect(kept()[0]).toBe(span);
});

it('A fault in keeping a span reaches nobody; after ten of them nothing is kept any more', () => {
  const broken = {
    ...finishedSpan(),
    spanContext: () => {
      throw new Error('no context');
    },
  } as unknown as DetailedSpan;
  for (let fault = 0; fault < 10; fault++) consumer.onEnd(broken);
  consumer.onEnd(finishedSpan());

  expect(recorder.isOn).toBe(false);
  expect(kept()).toEqual([]);
});
