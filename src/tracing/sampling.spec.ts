import { ROOT_CONTEXT, trace, type Context, type Span } from '@opentelemetry/api';
import { forceTrace } from '../security/index.js';
import { Sampling, type SamplingSettings } from './sampling.js';
import { UnsampledSpan } from './unsampled-span.js';

const GET_ORDER = { name: 'GET /orders/:id' };

it('records nothing at ratio 0 and everything at ratio 1, without drawing', () => {
  const draw = jest.fn(() => 0);

  expect(sampling({ ratio: 0 }, draw).shouldRecord(ROOT_CONTEXT, GET_ORDER)).toBe(false);
  expect(sampling({ ratio: 1 }, draw).shouldRecord(ROOT_CONTEXT, GET_ORDER)).toBe(true);
  expect(draw).not.toHaveBeenCalled();
});

it('records the share of new traces that the ratio says', () => {
  expect(sampling({ ratio: 0.1 }, () => 0.09).shouldRecord(ROOT_CONTEXT, GET_ORDER)).toBe(true);
  expect(sampling({ ratio: 0.1 }, () => 0.1).shouldRecord(ROOT_CONTEXT, GET_ORDER)).toBe(false);
});

it("follows the caller's decision, whatever the ratio", () => {
  expect(sampling({ ratio: 0 }).shouldRecord(calledBy(1), GET_ORDER)).toBe(true);
  expect(sampling({ ratio: 1 }).shouldRecord(calledBy(0), GET_ORDER)).toBe(false);
});

it('draws by the trace id when it does not follow callers, so that services agree', () => {
  const low = calledBy(0, '4bf92f3577b34da6a3c0000000000001');
  const high = calledBy(1, '4bf92f3577b34da6a3cfffffffffffff');
  const own = sampling({ ratio: 0.5, isParentBased: false });

  expect([own.shouldRecord(low, GET_ORDER), own.shouldRecord(high, GET_ORDER)]).toEqual([true, false]);
});

it('follows spans of this process always', () => {
  const own = sampling({ ratio: 1, isParentBased: false });
  const recording = { isRecording: () => true } as Span;

  expect(own.shouldRecord(trace.setSpan(ROOT_CONTEXT, new UnsampledSpan(undefined)), GET_ORDER)).toBe(false);
  expect(sampling({ ratio: 0 }).shouldRecord(trace.setSpan(ROOT_CONTEXT, recording), GET_ORDER)).toBe(true);
});

it('lets the first rule that matches decide, by template or by the name of the operation', () => {
  const own = sampling({
    ratio: 0,
    rules: [
      { route: '/orders/:id', ratio: 1 },
      { route: '/admin/*', ratio: 1 },
      { route: '/admin/secret', ratio: 0 },
    ],
  });
  const decisions = [
    GET_ORDER,
    { name: 'GET', attributes: { 'http.route': '/orders/:id' } },
    { name: 'GET', attributes: { 'url.path': '/admin' } },
    { name: 'GET', attributes: { 'http.route': '/admin/secret' } },
    { name: 'GET', attributes: { 'http.route': '/administrators' } },
    { name: 'GET' },
  ].map((subject) => own.shouldRecord(ROOT_CONTEXT, subject));

  expect(decisions).toEqual([true, true, true, true, false, false]);
});

it('records a forced request whatever ratio, rule and caller say', () => {
  const own = sampling({ ratio: 0, rules: [{ route: '*', ratio: 0 }] });

  expect(own.shouldRecord(forceTrace(calledBy(0)), GET_ORDER)).toBe(true);
});

it('can be changed while it runs, and says what it does', () => {
  const own = sampling({ ratio: 0 });
  own.setRatio(1);

  expect(own.shouldRecord(ROOT_CONTEXT, GET_ORDER)).toBe(true);
  expect(own.describe()).toEqual({ ratio: 1, isParentBased: true, rules: [] });
});

it('knows whether any new trace is possible', () => {
  expect(sampling({ ratio: 0 }).mayRecordRoots).toBe(false);
  expect(sampling({ ratio: 0, rules: [{ route: '/a', ratio: 0.1 }] }).mayRecordRoots).toBe(true);
});

it.each([-0.1, 1.1, Number.NaN])('refuses the ratio %p', (ratio) => {
  expect(() => sampling({ ratio: 1 }).setRatio(ratio)).toThrow(RangeError);
});

function sampling(settings: Partial<SamplingSettings>, random?: () => number): Sampling {
  return new Sampling({ ratio: 1, isParentBased: true, rules: [], ...settings }, random);
}

function calledBy(traceFlags: number, traceId = '4bf92f3577b34da6a3ce929d0e0e4736'): Context {
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: '00f067aa0ba902b7', traceFlags, isRemote: true });
}
