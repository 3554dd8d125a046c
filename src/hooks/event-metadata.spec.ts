import { context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import {
  activate,
  currentOperation,
  deactivate,
  Diagnostics,
  ensureContextManager,
  OperationPipeline,
  type Operation,
} from '../kernel/index.js';
import { eventMetadata, restoreEventMetadata, shareRelation } from './event-metadata.js';

const spanContext = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED };
const traced = trace.setSpanContext(ROOT_CONTEXT, spanContext);
const scope = { requestId: 'r-1', correlationId: 'c-1', messageId: 'm-1' };

let started: Operation[];
let pipeline: OperationPipeline;

beforeAll(ensureContextManager);
beforeEach(() => {
  started = [];
  pipeline = new OperationPipeline({
    handlers: [{ name: 'interested', handles: () => true, start: (operation) => void started.push(operation) }],
    diagnostics: new Diagnostics(() => undefined),
  });
  activate(pipeline);
});
afterEach(() => deactivate(pipeline));

function inWork<T>(work: () => T, ambient = traced): T {
  const operation = pipeline.start({ kind: 'http.server', name: 'GET', scope: { ...scope }, context: ambient });
  return pipeline.runIn(operation, work);
}

const restored = (metadata: unknown, relation?: 'link' | 'parent') =>
  restoreEventMetadata(metadata, { name: 'sent', ...(relation && { relation }) }, () => currentOperation()!);

describe('eventMetadata', () => {
  it('tells trace, chain and an id of its own', () => {
    expect(inWork(eventMetadata)).toEqual({
      trace_id: spanContext.traceId,
      span_id: spanContext.spanId,
      correlation_id: 'c-1',
      causation_id: 'm-1',
      event_id: expect.stringMatching(/^[\w-]+$/) as string,
    });
  });

  it('is new for every message of the same work', () => {
    const [first, second] = inWork(() => [eventMetadata(), eventMetadata()]);

    expect(second).toEqual({ ...first, event_id: second!.event_id });
    expect(second!.event_id).not.toBe(first!.event_id);
  });

  it('begins a chain outside any work, and names no trace that is none', () => {
    const metadata = context.with(trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, traceId: '0' }), eventMetadata);

    expect(metadata).toEqual({ correlation_id: metadata.event_id, event_id: metadata.event_id });
  });

  it('says of a trace that is not recorded that it is not', () => {
    const unrecorded = trace.setSpanContext(ROOT_CONTEXT, { ...spanContext, traceFlags: TraceFlags.NONE });

    expect(inWork(eventMetadata, unrecorded)).toMatchObject({ trace_id: spanContext.traceId, trace_flags: '00' });
  });
});

describe('restoreEventMetadata', () => {
  it('continues the chain after a journey as JSON', () => {
    const metadata = inWork(eventMetadata);

    const operation = restored(JSON.parse(JSON.stringify(metadata)));

    expect(operation).toMatchObject({ kind: 'event.process', name: 'sent', labels: ['sent', ''], outcome: 'ok' });
    expect(operation.scope).toEqual({ correlationId: 'c-1', causationId: 'm-1', messageId: metadata.event_id });
    expect(operation.isRoot).toBe(true);
    expect(operation.links).toEqual([{ context: { ...spanContext, isRemote: true } }]);
  });

  it('continues the trace where it is asked to, by the call or by the application', () => {
    const metadata = inWork(eventMetadata);

    expect(restored(metadata, 'parent')).toMatchObject({ isRoot: false, links: undefined });
    shareRelation(pipeline, 'parent');
    expect(restored(metadata).isRoot).toBe(false);
    expect(restored(metadata, 'link').isRoot).toBe(true);
  });

  it('passes on that the producer was not recorded', () => {
    const metadata = { trace_id: spanContext.traceId, span_id: spanContext.spanId, trace_flags: '00' };

    const sampled = (of: object) =>
      restoreEventMetadata(of, { name: 'sent', relation: 'parent' }, () => trace.getSpanContext(context.active()));

    expect(sampled(metadata)?.traceFlags).toBe(TraceFlags.NONE);
    expect(sampled({ ...metadata, trace_flags: undefined })?.traceFlags).toBe(TraceFlags.SAMPLED);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', '{"correlation_id":"c-1"}'],
    [
      'other things',
      { correlation_id: 7, event_id: {}, causation_id: [['m-1']], trace_id: ['a'.repeat(32)], span_id: 1 },
    ],
    ['hostile text', { correlation_id: 'a\nb', event_id: 'x'.repeat(10_240), causation_id: 'ü', trace_id: '../' }],
    [
      'what throws when it is read',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('read');
          },
        },
      ),
    ],
  ])('makes a chain of its own of %s', (_what, metadata) => {
    const { scope: own, links, outcome } = restored(metadata);

    expect(own).toMatchObject({ correlationId: own.messageId, causationId: undefined });
    expect(own.messageId).toMatch(/^[\w-]{1,128}$/);
    expect([links, outcome]).toEqual([[], 'ok']);
  });

  it('gives back the very promise, and ends with it', async () => {
    const promise = Promise.reject(new RangeError('of the work'));

    expect(restoreEventMetadata({}, { name: 'sent' }, () => promise)).toBe(promise);

    await expect(promise).rejects.toThrow('of the work');
    expect(started[0]).toMatchObject({ outcome: 'error' });
  });

  it('only does the work where no application observes anything', () => {
    deactivate(pipeline);

    expect(restoreEventMetadata({}, { name: 'sent' }, () => currentOperation())).toBeUndefined();
  });
});
