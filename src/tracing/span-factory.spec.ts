import { ROOT_CONTEXT } from '@opentelemetry/api';
import { Diagnostics, systemClock } from '../kernel/index.js';
import { Sampling } from './sampling.js';
import { createTracerProvider } from './sdk.js';
import { SpanFanOut } from './span-consumer.js';
import { OwnSpans } from './span-factory.js';

jest.mock('./sdk.js', () => ({
  sdkAttributes: () => ({ 'telemetry.sdk.name': 'opentelemetry', 'service.name': 'unknown' }),
  createTracerProvider: jest.fn(() => {
    throw new Error('broken SDK');
  }),
}));

const nothing = async (): Promise<void> => undefined;
const idle = { onStart: () => undefined, onEnd: () => undefined, forceFlush: nothing, shutdown: nothing };

let diagnostics: Diagnostics;
let consumers: SpanFanOut;
let spans: OwnSpans;

beforeEach(() => {
  diagnostics = new Diagnostics(() => undefined);
  consumers = new SpanFanOut(diagnostics);
  spans = new OwnSpans({
    sampling: new Sampling({ ratio: 1, isParentBased: true, rules: [] }),
    consumers,
    resource: { 'service.name': 'shop' },
    limits: { attributeCount: 128, attributeValueLength: undefined, eventCount: 128, linkCount: 128 },
    clock: systemClock,
    diagnostics,
  });
});

it('records from the moment somebody consumes spans, under the resource that was configured', () => {
  const before = spans.shouldRecord(ROOT_CONTEXT, { name: 'work' });
  consumers.add({ name: 'idle', create: () => idle });
  spans.prepareWhenNeeded();
  const span = spans.start({ name: 'work', kind: 0, startEpochMs: 1 }, ROOT_CONTEXT);

  expect([before, spans.shouldRecord(ROOT_CONTEXT, { name: 'work' })]).toEqual([false, true]);
  expect(span).toMatchObject({
    resource: { attributes: { 'telemetry.sdk.name': 'opentelemetry', 'service.name': 'shop' } },
  });
});

it('keeps the faults of the SDK from the library that asked for a span, and tries once', () => {
  consumers.add({ name: 'idle', create: () => idle });
  spans.prepareWhenNeeded();

  expect([spans.tracerFor('library'), spans.tracerFor('library')]).toEqual([undefined, undefined]);
  expect(createTracerProvider).toHaveBeenCalledTimes(1);
  expect([...diagnostics.failures.values()]).toEqual([{ labels: { handler: 'tracing', phase: 'loadSdk' }, value: 1 }]);
});
