import { createRequire } from 'node:module';
import { context, propagation, ROOT_CONTEXT, trace, TraceFlags, type TextMapPropagator } from '@opentelemetry/api';
import { Diagnostics, ensureContextManager, OperationPipeline, spanIn, type OperationScope } from '../kernel/index.js';
import { causedScope, consumerStart, correlationOf, incomingMessage, outgoingFields } from './message-carrier.js';

// Only there through the SDK.
type Core = Record<'W3CBaggagePropagator' | 'W3CTraceContextPropagator', new () => TextMapPropagator> & {
  CompositePropagator: new (options: { propagators: TextMapPropagator[] }) => TextMapPropagator;
};
const core = createRequire(require.resolve('@opentelemetry/sdk-node'))('@opentelemetry/core') as Core;

const spanContext = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED };
const traced = trace.setSpanContext(ROOT_CONTEXT, spanContext);

beforeAll(() => {
  ensureContextManager();
  propagation.setGlobalPropagator(
    new core.CompositePropagator({
      propagators: [new core.W3CTraceContextPropagator(), new core.W3CBaggagePropagator()],
    }),
  );
});

/** What the fields are when a message leaves from inside work with this scope. */
function sentFrom(scope: OperationScope, eventId?: string) {
  const pipeline = new OperationPipeline({
    handlers: [{ name: 'interested', handles: () => true }],
    diagnostics: new Diagnostics(() => undefined),
  });
  const operation = pipeline.start({ kind: 'http.server', name: 'GET', scope, context: traced });
  return pipeline.runIn(operation, () => outgoingFields(context.active(), eventId));
}

describe('A message that leaves', () => {
  it('takes the trace and the ids of the chain along', () => {
    const scope = { requestId: 'r-1', correlationId: 'c-1', messageId: 'm-1', causationId: 'm-0' };

    expect(sentFrom(scope, 'e-1')).toEqual({
      traceparent: `00-${spanContext.traceId}-${spanContext.spanId}-01`,
      'x-correlation-id': 'c-1',
      'x-causation-id': 'm-1',
      'x-event-id': 'e-1',
      'x-request-id': 'r-1',
    });
  });

  it('begins a chain where there is none, which all later messages of the work share', () => {
    const scope: OperationScope = {};

    const [first, second] = [sentFrom(scope), sentFrom(scope)];

    expect(first['x-correlation-id']).toBe(first['x-event-id']);
    expect(second['x-correlation-id']).toBe(first['x-event-id']);
    expect(second['x-event-id']).not.toBe(first['x-event-id']);
    expect(first).not.toHaveProperty('x-causation-id');
  });

  it('outside any work is its own beginning', () => {
    const fields = outgoingFields(ROOT_CONTEXT, 'e-1');

    expect(fields).toEqual({ 'x-correlation-id': 'e-1', 'x-event-id': 'e-1' });
    expect(correlationOf(undefined, 'e-1')).toBe('e-1');
  });
});

describe('A message that arrives', () => {
  it('gives back what was sent', () => {
    const baggage = propagation.setBaggage(traced, propagation.createBaggage({ tenant: { value: 't-1' } }));
    const fields = { ...outgoingFields(baggage, 'e-1'), 'x-causation-id': 'm-1', 'x-request-id': 'r-1' };

    const { context: producer, scope, links } = incomingMessage(fields);

    expect(scope).toEqual({ requestId: 'r-1', correlationId: 'e-1', causationId: 'm-1', messageId: 'e-1' });
    expect(spanIn(producer)?.spanContext()).toEqual({ ...spanContext, isRemote: true });
    expect(links).toEqual([{ context: { ...spanContext, isRemote: true } }]);
    expect(propagation.getBaggage(producer)?.getEntry('tenant')?.value).toBe('t-1');
  });

  it('is read from bytes, lists and names in any case', () => {
    const fields = { 'X-Correlation-Id': Buffer.from('c-1'), 'x-event-id': ['e-1', 'e-2'], 'X-Causation-ID': 'm-1' };

    expect(incomingMessage(fields).scope).toEqual({
      requestId: undefined,
      correlationId: 'c-1',
      causationId: 'm-1',
      messageId: 'e-1',
    });
  });

  it.each([
    ['line ends', 'a\r\nb'],
    ['10 kB', 'x'.repeat(10_240)],
    ['letters that no id has', 'ünïcode'],
    ['lists of lists', [['c-1']]],
    ['objects', { toString: () => 'c-1' }],
    ['hostile bytes', Buffer.from([0, 255, 10])],
    ['nothing', ''],
  ])('has ids of its own in place of %s', (_what, hostile) => {
    const names = ['x-correlation-id', 'x-causation-id', 'x-event-id', 'x-request-id', 'traceparent', 'baggage'];

    const { scope, links } = incomingMessage(Object.fromEntries(names.map((name) => [name, hostile])));

    expect(scope).toEqual({
      requestId: undefined,
      correlationId: scope.messageId,
      causationId: undefined,
      messageId: expect.stringMatching(/^[\w-]{1,128}$/) as string,
    });
    expect(links).toEqual([]);
  });

  it.each([[undefined], [{}], [{ __proto__: null, constructor: 'x', toString: 'y' }]])(
    'may say nothing: %p',
    (fields) => {
      const { scope, links } = incomingMessage(fields);

      expect(scope).toMatchObject({ correlationId: scope.messageId, causationId: undefined });
      expect(links).toEqual([]);
    },
  );

  it('continues the trace of its producer, or begins one that is linked to it', () => {
    const incoming = incomingMessage({ traceparent: `00-${spanContext.traceId}-${spanContext.spanId}-01` });
    const { context: producer, scope, links } = incoming;

    expect(consumerStart(incoming, 'parent')).toEqual({ context: producer, scope });
    expect(consumerStart(incoming, 'link')).toEqual({ context: producer, scope, isRoot: true, links });
    expect(links).toHaveLength(1);
  });
});

describe('What a message causes in its own process', () => {
  it('is one step further in the chain, for the same request and user', () => {
    const identify = () => undefined;
    const cause = {
      requestId: 'r-1',
      correlationId: 'c-1',
      messageId: 'm-1',
      causationId: 'm-0',
      userId: 'u-1',
      identify,
    };

    expect(causedScope(cause, 'e-1')).toEqual({
      requestId: 'r-1',
      correlationId: 'c-1',
      causationId: 'm-1',
      messageId: 'e-1',
      userId: 'u-1',
      identify,
    });
  });

  it('begins the chain of work that has none, and tells that work', () => {
    const cause: OperationScope = { error: new Error('of the cause') };

    expect(causedScope(cause, 'e-1')).toEqual({ correlationId: 'e-1', messageId: 'e-1' });
    expect(cause.correlationId).toBe('e-1');
  });
});
