import {
  createTraceState,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type AttributeValue,
  type Link,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { inspect } from 'node:util';
import type { SpanLimitsConfig } from '../config/index.js';
import { hrTimeOf } from './hr-time.js';
import { RecordedSpan, type SpanHome, type SpanStart } from './recorded-span.js';
import { SpanResource } from './span-resource.js';

const STARTED_AT_MS = 1_800_000_000_000.25;
const NO_LIMITS: SpanLimitsConfig = {
  attributeCount: 128,
  attributeValueLength: undefined,
  eventCount: 128,
  linkCount: 128,
};
const PARENT = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  traceFlags: 1,
  isRemote: true,
  traceState: createTraceState('vendor=1'),
};

let nowMs: number;
let ended: RecordedSpan[];

beforeEach(() => {
  nowMs = 40;
  ended = [];
});

describe("the same calls on a span of OpenTelemetry's SDK 2", () => {
  it.each(Array.from({ length: 300 }, (_, seed) => [seed]))('give the same view, script %d', (seed) => {
    const pick = seededChoice(seed);
    const limits = randomLimits(pick);
    const start = {
      ...START,
      ...pick([{}, { attributes: { a: 'start', list: ['long', 'text'] }, links: [link('start', { why: 'long' })] }]),
    };
    const parent = pick([undefined, PARENT]);
    const pair = [sdkSpan(start, limits, parent), new RecordedSpan(homeWith(limits), start, parent)] as const;

    for (let call = 0; call < 12; call++) {
      const act = randomCall(pick);
      for (const span of pair) act(span);
      expect(viewOf(pair[1])).toStrictEqual(viewOf(pair[0]));
    }
  });
});

describe('a recorded span', () => {
  it('belongs to the trace of its parent, or begins one, with ids of its own', () => {
    const root = recorded();
    const child = recorded({}, PARENT);

    expect([root.parentSpanContext, child.parentSpanContext, child.parentSpanId]).toEqual([
      undefined,
      PARENT,
      PARENT.spanId,
    ]);
    expect([root, child].every((span) => trace.isSpanContextValid(span.spanContext()))).toBe(true);
    expect(child.spanContext()).toMatchObject({
      traceId: PARENT.traceId,
      traceFlags: 1,
      traceState: PARENT.traceState,
    });
    expect(new Set([root, child, recorded()].map((span) => span.spanContext().spanId)).size).toBe(3);
  });

  it('is handed on once, when it ends', () => {
    const span = recorded();
    span.endAt(STARTED_AT_MS + 1.5);
    span.endAt(STARTED_AT_MS + 9);
    span.end();

    expect(ended).toEqual([span]);
    expect([span.startTime, span.endTime, span.duration]).toEqual([
      [1_800_000_000, 250_000],
      [1_800_000_000, 1_750_000],
      [0, 1_500_000],
    ]);
  });

  it('takes the time from the clock where nobody says it, and knows a reading of the clock from a date', () => {
    const span = recorded();
    span.addEvent('now').addEvent('reading', 25.5).addEvent('date', new Date(1_700_000_000_000));
    nowMs = 41;
    span.end();

    expect(span.events.map(({ name, time }) => [name, time])).toEqual([
      ['now', hrTimeOf(EPOCH_OF_CLOCK_MS + 40)],
      ['reading', hrTimeOf(EPOCH_OF_CLOCK_MS + 25.5)],
      ['date', [1_700_000_000, 0]],
    ]);
    expect(span.endTime).toEqual(hrTimeOf(EPOCH_OF_CLOCK_MS + 41));
  });

  it('can be told apart from other spans by processors of every SDK', () => {
    const span = recorded();

    expect(span.instrumentationLibrary).toBe(span.instrumentationScope);
    expect(span.instrumentationScope.name).toBe('test');
    expect([span.resource.attributes, span.resource.asyncAttributesPending]).toEqual([
      { 'service.name': 'shop' },
      false,
    ]);
  });

  it('hides secrets that others write into it, and leaves alone what the library has redacted before', () => {
    const redact = {
      attribute: (name: string, value: AttributeValue) => (name === 'password' ? 'hidden' : value),
      text: (text: string) => text.replace('secret', 'hidden'),
      id: (id: string) => id,
    };
    const home = { ...homeWith(NO_LIMITS), redact };
    const span = new RecordedSpan(home, { ...START, attributes: { password: 'redacted before' } }, undefined);
    const before = { ...span.attributes };
    const context = PARENT;

    span.setAttributes({ password: 'secret', list: ['fine'] });
    span
      .addEvent('login', { password: 'secret', user: 'ann' })
      .addLink({ context, attributes: { password: 'secret' } });
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'a secret' });
    const written = { ...span.attributes };
    span.trustWriter();
    span.setAttribute('password', 'redacted elsewhere');

    expect(before).toEqual({ password: 'redacted before' });
    expect(written).toEqual({ password: 'hidden', list: ['fine'] });
    expect(span.events[0]!.attributes).toEqual({ password: 'hidden', user: 'ann' });
    expect(span.links[0]!.attributes).toEqual({ password: 'hidden' });
    expect(span.status.message).toBe('a hidden');
    expect(span.attributes['password']).toBe('redacted elsewhere');
  });

  it('prints what it holds and nothing of how it works', () => {
    const text = inspect(recorded().setAttribute('order', 7));

    expect(text).toContain('order: 7');
    expect(text).not.toContain('home');
  });
});

const EPOCH_OF_CLOCK_MS = 1_800_000_000_000;
const START: SpanStart = { name: 'work', kind: SpanKind.CLIENT, startEpochMs: STARTED_AT_MS };

function recorded(start: Partial<SpanStart> = {}, parent?: typeof PARENT): RecordedSpan {
  return new RecordedSpan(homeWith(NO_LIMITS), { ...START, ...start }, parent);
}

function homeWith(limits: SpanLimitsConfig): SpanHome {
  return {
    resource: new SpanResource({ 'service.name': 'shop' }),
    instrumentationScope: { name: 'test' },
    limits,
    clock: { now: () => nowMs, toEpochMs: (reading) => EPOCH_OF_CLOCK_MS + reading },
    onEnd: (span) => void ended.push(span),
  };
}

function sdkSpan({ name, startEpochMs, ...rest }: SpanStart, limits: SpanLimitsConfig, parent?: typeof PARENT): Span {
  const provider = new (sdk().TracerProvider)({
    spanLimits: {
      attributeCountLimit: limits.attributeCount,
      attributeValueLengthLimit: limits.attributeValueLength ?? Infinity,
      eventCountLimit: limits.eventCount,
      linkCountLimit: limits.linkCount,
    },
  });
  const ambient = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
  const options = { startTime: hrTimeOf(startEpochMs), ...rest, links: [...(rest.links ?? [])] };
  return provider.getTracer('test').startSpan(name, options, ambient);
}

interface Sdk {
  readonly TracerProvider: new (options: object) => { getTracer(name: string): Tracer };
}

/** Within this realm: the SDK asks whether a time is a Date. */
function sdk(): Sdk {
  return require(
    require.resolve('@opentelemetry/sdk-trace', { paths: [require.resolve('@opentelemetry/sdk-node')] }),
  ) as Sdk;
}

type Readable = Record<string, unknown> & Span;

const PROPERTIES = [
  'name',
  'kind',
  'parentSpanContext',
  'startTime',
  'endTime',
  'duration',
  'status',
  'links',
  'events',
  'ended',
  'droppedAttributesCount',
  'droppedEventsCount',
  'droppedLinksCount',
] as const;

function viewOf(span: Span): object {
  const readable = span as unknown as Readable;
  const { traceId, spanId, ...context } = span.spanContext();
  const hasParent = readable['parentSpanContext'] !== undefined;
  return {
    ...Object.fromEntries(PROPERTIES.map((property) => [property, readable[property]])),
    attributes: Object.entries(readable['attributes'] as object),
    isRecording: span.isRecording(),
    context,
    ids: [hasParent ? traceId : traceId.length, spanId.length],
    scope: (readable['instrumentationScope'] as { name: string }).name,
  };
}

type Pick = <T>(choices: readonly T[]) => T;

/** Mulberry32: the same seed gives the same script for ever. */
function seededChoice(seed: number): Pick {
  let state = seed * 0x9e37_79b9;
  return (choices) => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return choices[((mixed ^ (mixed >>> 14)) >>> 0) % choices.length]!;
  };
}

function randomLimits(pick: Pick): SpanLimitsConfig {
  return {
    attributeCount: pick([0, 2, 3, 128]),
    attributeValueLength: pick([undefined, 3]),
    eventCount: pick([0, 1, 2, 128]),
    linkCount: pick([0, 1, 2, 128]),
  };
}

const NAMES = ['a', 'b', 'c', 'd', 'list', '', 'toString'];
const TEXTS = ['', 'ok', 'long text', 'ünï'];
const VALUES: unknown[] = [
  ...TEXTS,
  0,
  -1.5,
  Number.NaN,
  true,
  null,
  undefined,
  {},
  1n,
  Symbol('s'),
  () => 1,
  [],
  ['long', 'text', null],
  [1, undefined, 2],
  ['mixed', 1],
  [[1]],
  [{}],
];
const TIMES: unknown[] = [
  [1_800_000_001, 5],
  [1_799_999_999, 999_999_999],
  1_800_000_000_123.5,
  new Date(1_800_000_002_000),
];
const STATUS_MESSAGES: unknown[] = [undefined, null, 'said', new Error('no text')];
const EXCEPTIONS: unknown[] = [
  'broken',
  '',
  undefined,
  null,
  Object.assign(new RangeError('too far'), { stack: 'stack' }),
  { code: 42, message: 'coded' },
  { code: 'E_NO', name: 'Named' },
  { name: 'Named', stack: 'stack' },
  { stack: 'only a stack' },
  7,
];

type Act = (span: Span) => unknown;

/** Arguments outside the types are meant: JavaScript's users have none. */
function randomCall(pick: Pick): Act {
  const [name, value, other] = [pick(NAMES), pick(VALUES), pick(VALUES)];
  const attributes = pick<unknown>([
    undefined,
    null,
    {},
    { [name]: value, x: 'long text' },
    { x: other, y: value, z: 1 },
  ]);
  const [time, later, text] = [pick(TIMES), pick(TIMES), pick(TEXTS)];
  const [status, exception] = [{ code: pick([0, 1, 2]), message: pick(STATUS_MESSAGES) }, pick(EXCEPTIONS)];
  const acts: Act[] = [
    (span) => span.setAttribute(name, value as never),
    (span) => span.setAttribute(name, value as never),
    (span) => span.setAttributes(attributes as never),
    (span) => span.addEvent(text, attributes as never, time as never),
    (span) => span.addEvent(text, time as never),
    (span) => span.addEvent(text, time as never, later as never),
    (span) => span.addLink(link(text, attributes)),
    (span) => span.addLinks([link(text), link(text, { long: 'long text' })]),
    (span) => span.setStatus(status as never),
    (span) => span.updateName(text),
    (span) => span.recordException(exception as never, time as never),
    (span) => span.end(time as never),
  ];
  return pick(acts);
}

function link(text: string, attributes?: unknown): Link {
  return { context: { ...PARENT, traceState: undefined, spanId: text }, attributes: attributes as never };
}
