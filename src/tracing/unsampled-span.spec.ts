import { createTraceState, isSpanContextValid, trace } from '@opentelemetry/api';
import { UnsampledSpan } from './unsampled-span.js';

const CALLER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', traceFlags: 1 };

it('makes valid ids once, and only when they are read', () => {
  const random = jest.spyOn(Math, 'random');
  const span = new UnsampledSpan(undefined);
  const callsBefore = random.mock.calls.length;

  const first = span.spanContext();

  expect(callsBefore).toBe(0);
  expect(span.spanContext()).toBe(first);
  expect(isSpanContextValid(first)).toBe(true);
  expect(first.traceFlags).toBe(0);
  random.mockRestore();
});

it("stays in the caller's trace with a span id of its own, unsampled, and keeps the trace state", () => {
  const traceState = createTraceState('vendor=1');
  const span = new UnsampledSpan(trace.wrapSpanContext({ ...CALLER, traceState }));

  const { spanId, ...rest } = span.spanContext();

  expect(rest).toEqual({ traceId: CALLER.traceId, traceFlags: 0, traceState });
  expect(spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(spanId).not.toBe(CALLER.spanId);
});

it('begins a trace of its own below a caller with invalid ids', () => {
  const span = new UnsampledSpan(trace.wrapSpanContext({ traceId: '0'.repeat(32), spanId: 'x', traceFlags: 0 }));

  expect(isSpanContextValid(span.spanContext())).toBe(true);
});

it('takes every call of a span and records nothing', () => {
  const span = new UnsampledSpan(undefined);

  expect(span.setAttribute().setAttributes().addEvent().addLink().addLinks().setStatus().updateName()).toBe(span);
  expect([span.end(), span.recordException(), span.isRecording()]).toEqual([undefined, undefined, false]);
});
