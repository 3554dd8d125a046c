import { SpanKind, SpanStatusCode, type HrTime, type Span } from '@opentelemetry/api';
import type { FinishedSpan } from '../tracing/index.js';
import { TraceTreePrinter } from './trace-tree-printer.js';
import { renderTraceTree } from './trace-tree.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

const ROOT = span('a', undefined, {
  name: 'GET /orders/:id',
  ms: [0, 12.3],
  attributes: { 'http.response.status_code': 200 },
});
const FIND = span('b', 'a', { name: 'OrdersService.find', ms: [0.5, 8] });
const SELECT = span('c', 'b', { name: 'SELECT orders', ms: [1, 7.1] });
const PAY = span('d', 'a', { name: 'POST', ms: [8.2, 12.2], failure: 'no answer\nwithin 4 ms' });

it('shows names aligned, durations to the right, when each span ran, and what failed', () => {
  expect(renderTraceTree([SELECT, FIND, PAY, ROOT])).toBe(
    [
      `GET /orders/:id  200  12.3 ms  trace ${TRACE_ID}`,
      '├─ OrdersService.find  ·████████████·······  7.50 ms',
      '│  └─ SELECT orders    ··██████████········  6.10 ms',
      '└─ POST                ·············███████  4.00 ms  ✗ TimeoutError: no answer',
    ].join('\n'),
  );
});

it('scales durations: microseconds below, seconds above', () => {
  const root = span('a', undefined, { name: 'job', ms: [0, 2345.6] });
  const fast = span('b', 'a', { name: 'fast', ms: [0, 0.0456] });
  const medium = span('c', 'a', { name: 'medium', ms: [100, 345] });

  expect(renderTraceTree([root, fast, medium])).toBe(
    [
      `job  2.35 s  trace ${TRACE_ID}`,
      '├─ fast    █···················  0.046 ms',
      '└─ medium  ·██·················    245 ms',
    ].join('\n'),
  );
});

it('hangs spans whose parent is missing below the root, shortens long names and strips control characters', () => {
  const orphan = span('b', 'gone', { name: `\u001b[31m${'x'.repeat(80)}`, ms: [0, 1] });

  const [, line] = renderTraceTree([ROOT, orphan]).split('\n');

  expect(line).toBe(`└─  [31m${'x'.repeat(54)}…  ██··················  1.00 ms`);
});

it('keeps each row one row and free of what a terminal obeys, whatever names and messages hold', () => {
  const root = span('a', undefined, {
    name: 'GET\n✗ forged\u001b[2J',
    ms: [0, 12.3],
    failure: 'a\u001b]0;title\u0007\rb',
  });

  expect(renderTraceTree([root])).toBe(`GET ✗ forged [2J  12.3 ms  trace ${TRACE_ID}  ✗ TimeoutError: a ]0;title  b`);
});

it('is empty for nothing', () => {
  expect(renderTraceTree([])).toBe('');
});

describe('the printer', () => {
  let printed: string[];

  beforeEach(() => {
    printed = [];
  });

  it('prints once, when the local root ends', () => {
    const printer = printing();
    for (const each of [ROOT, FIND, SELECT]) printer.onStart(started(each));
    printer.onEnd(SELECT);
    printer.onEnd(FIND);
    const beforeRoot = printed.length;
    printer.onEnd(ROOT);

    expect(beforeRoot).toBe(0);
    expect(printed).toEqual([renderTraceTree([SELECT, FIND, ROOT])]);
  });

  it('takes a span with a remote parent for a local root, and keeps two requests of one trace apart', () => {
    const printer = printing();
    const [one, two] = ['a', 'b'].map((id) => span(id, 'remote', { name: id, ms: [0, 1], isRemote: true }));
    for (const each of [one!, two!]) printer.onStart(started(each));
    for (const each of [one!, two!]) printer.onEnd(each);

    expect(printed.map((text) => text[0])).toEqual(['a', 'b']);
  });

  it('ignores what ends after its root', () => {
    const printer = printing();
    for (const each of [ROOT, FIND]) printer.onStart(started(each));
    printer.onEnd(ROOT);
    printer.onEnd(FIND);
    printer.onStart(started(SELECT));
    printer.onEnd(SELECT);

    expect(printed).toHaveLength(1);
  });

  it('shows no more spans per trace than its bound, and says that there were more', () => {
    const printer = printing({ maxSpansPerTrace: 2 });
    const all = [ROOT, FIND, SELECT, PAY];
    for (const each of all) printer.onStart(started(each));
    for (const each of all.toReversed()) printer.onEnd(each);

    expect(printed[0]!.split('\n')).toHaveLength(3);
    expect(printed[0]).toContain('… and at least 2 more');
  });

  it('forgets the oldest of too many unfinished traces, and those that never end', () => {
    const printer = printing({ maxTraces: 2, maxAgeMs: 60_000 });
    const roots = [0, 1, 2, 3].map((index) =>
      span(`r${index}`, undefined, { name: `r${index}`, ms: [index, index + 1] }),
    );
    const late = span('late', undefined, { name: 'late', ms: [120_000, 120_001] });
    for (const each of roots.slice(0, 3)) printer.onStart(started(each));
    printer.onEnd(roots[0]!);
    printer.onEnd(roots[1]!);
    printer.onStart(started(late));
    printer.onEnd(roots[2]!);
    printer.onEnd(late);

    expect(printed.map((text) => text.split(' ')[0])).toEqual(['r1', 'late']);
  });

  function printing(bounds: object = {}): TraceTreePrinter {
    return new TraceTreePrinter({ sink: (text) => void printed.push(text), ...bounds });
  }
});

interface Sketch {
  readonly name: string;
  readonly ms: readonly [number, number];
  readonly attributes?: Record<string, number>;
  readonly failure?: string;
  readonly isRemote?: boolean;
}

function span(
  spanId: string,
  parentId: string | undefined,
  { name, ms, attributes = {}, failure, isRemote }: Sketch,
): FinishedSpan {
  const spanContext = { traceId: TRACE_ID, spanId, traceFlags: 1 };
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => spanContext,
    ...(parentId && { parentSpanContext: { ...spanContext, spanId: parentId, ...(isRemote && { isRemote }) } }),
    startTime: time(ms[0]),
    endTime: time(ms[1]),
    duration: time(ms[1] - ms[0]),
    status: failure === undefined ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR, message: failure },
    attributes: { ...attributes, ...(failure !== undefined && { 'error.type': 'TimeoutError' }) },
    links: [],
    events: [],
    resource: { attributes: {} },
  };
}

function time(ms: number): HrTime {
  return [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)];
}

function started(each: FinishedSpan): Span & FinishedSpan {
  return each as Span & FinishedSpan;
}
