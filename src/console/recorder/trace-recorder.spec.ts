import { finishedSpan } from '../../../test/support/recorded-spans.js';
import { Diagnostics } from '../../kernel/index.js';
import { ManualClock } from '../../testing/index.js';
import type { DetailedSpan, SpanProcessorLike } from '../../tracing/index.js';
import { RecorderSwitch } from './recorder-switch.js';
import { copyOf } from './span-trim.js';
import { traceRecorder } from './trace-recorder.js';
import { TraceStore } from './trace-store.js';

const redact = {
  attribute: (name: string, value: unknown) => (name === 'password' ? 'hidden' : value) as string,
  text: (text: string) => text.replaceAll('secret', 'hidden'),
};

let traces: TraceStore;
let recorder: RecorderSwitch;
let consumer: SpanProcessorLike;

beforeEach(() => {
  traces = new TraceStore({ maxBytes: 2 ** 20, maxTraces: 100, maxSpansPerTrace: 50 });
  recorder = new RecorderSwitch({ clock: new ManualClock(), diagnostics: new Diagnostics(() => undefined) });
  consumer = traceRecorder({ traces, recorder, redact }).create();
});

function kept(): readonly DetailedSpan[] {
  return traces.all().flatMap(({ spans }) => spans);
}

it('A span of ours is kept as it is: it was redacted when it was written', () => {
  const span = finishedSpan({ attributes: { password: 'redacted before' } });
  consumer.onEnd(span);

  expect(kept()[0]).toBe(span);
});

it("A span of another library is kept without its secrets, and stays as it is for the application's exporters", () => {
  const own = finishedSpan({ name: 'SELECT secret', attributes: { password: 'secret', rows: 1 }, error: 'a secret' });
  own.events.push({ name: 'asked', time: [1, 0], attributes: { password: 'secret' }, droppedAttributesCount: 0 });
  own.links.push({ context: own.spanContext(), attributes: { password: 'secret' } });
  const span = copyOf(own, { instrumentationScope: { name: 'pg' } });
  consumer.onEnd(span);

  const [{ name, attributes, status, events, links }] = kept() as [DetailedSpan];
  expect([name, attributes, status.message]).toEqual(['SELECT hidden', { password: 'hidden', rows: 1 }, 'a hidden']);
  expect([events[0]!.attributes, links[0]!.attributes]).toEqual([{ password: 'hidden' }, { password: 'hidden' }]);
  expect([span.attributes['password'], span.status.message]).toEqual(['secret', 'a secret']);
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
