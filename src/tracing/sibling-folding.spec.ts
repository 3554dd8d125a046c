import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { setTimeout as delay } from 'node:timers/promises';
import { resolveConfig, type ObservabilityOptions } from '../config/index.js';
import {
  activate,
  AUTO_TRACED,
  currentOperation,
  deactivate,
  Diagnostics,
  observeProperty,
  OperationPipeline,
} from '../kernel/index.js';
import type { FinishedSpan } from './span-consumer.js';
import { startTracing, type Tracing } from './tracing.js';

class Shop {
  take(ms: number): number {
    nowMs += ms;
    return ms;
  }
  fail(ms: number): never {
    nowMs += ms;
    throw new RangeError('sold out');
  }
  some(ms: number): number {
    return ms < 0 ? this.fail(-ms) : this.take(ms);
  }
  sell(ms: number): number {
    nowMs += 1;
    return this.take(ms) + this.take(ms);
  }
  spanId(): string {
    return trace.getSpan(context.active())!.spanContext().spanId;
  }
  async wait(released: Promise<number>): Promise<void> {
    const ms = await released;
    nowMs += ms;
  }
}

for (const methodName of Object.getOwnPropertyNames(Shop.prototype).filter((name) => name !== 'constructor'))
  observeProperty(
    Shop.prototype,
    methodName,
    { className: 'Shop', methodName },
    { type: AUTO_TRACED, options: undefined },
  );

const shop = new Shop();
let nowMs: number;
let spans: FinishedSpan[];
let tracing: Tracing;
let pipeline: OperationPipeline;

beforeEach(() => {
  nowMs = 0;
  spans = [];
});

afterEach(async () => {
  deactivate(pipeline);
  await tracing.shutdown(100);
});

describe('repeated siblings', () => {
  it('fold after the first few into one span with their number and the exact sum, and keep the slowest', () => {
    start({ traces: { collapseAfter: 10, collapseKeepSlowest: 3 } });
    request(() => {
      for (let ms = 1; ms <= 500; ms++) shop.take(ms);
    });

    const [fold, ...others] = folds();
    expect(others).toEqual([]);
    expect(fold!.attributes).toEqual({
      'operation.collapsed.count': 487,
      'operation.collapsed.duration_sum_ms': sum(11, 497),
      'operation.collapsed.duration_min_ms': 11,
      'operation.collapsed.duration_max_ms': 497,
    });
    expect(msOf(fold!)).toEqual([sum(1, 10), sum(1, 500)]);
    const own = spans.filter((span) => span.name === 'Shop.take' && span !== fold);
    expect(own.map(msOf)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 498, 499, 500].map((ms) => [sum(1, ms - 1), sum(1, ms)]),
    );
    expect(new Set(spans.map(parentOf))).toEqual(new Set([undefined, 'request']));
  });

  it('make no span of a fold when all that folded are among the slowest', () => {
    start({ traces: { collapseAfter: 10, collapseKeepSlowest: 3 } });
    request(() => repeat(13, () => shop.take(1)));

    expect([folds().length, spans.length]).toEqual([0, 14]);
  });

  it('keep each that failed, with its error', () => {
    start({ traces: { collapseAfter: 2, collapseKeepSlowest: 1 } });
    request(() => {
      for (const ms of [1, 1, 1, -5, 2, -6]) attempt(() => shop.some(ms));
    });

    const some = spans.filter(({ name }) => name === 'Shop.some');
    expect(some.map((span) => [span.status.code, span.attributes['operation.collapsed.count'], ...msOf(span)])).toEqual(
      [
        [SpanStatusCode.UNSET, undefined, 0, 1],
        [SpanStatusCode.UNSET, undefined, 1, 2],
        [SpanStatusCode.ERROR, undefined, 3, 8],
        [SpanStatusCode.ERROR, undefined, 10, 16],
        [SpanStatusCode.UNSET, 1, 2, 16],
        [SpanStatusCode.UNSET, undefined, 8, 10],
      ],
    );
    expect(some[2]).toMatchObject({ attributes: { 'error.type': 'RangeError' }, events: [{ name: 'exception' }] });
  });

  it('take what runs inside them along: it hangs below the fold, and folds there', () => {
    start({ traces: { collapseAfter: 5, collapseKeepSlowest: 0 } });
    request(() => repeat(100, () => shop.sell(1)));

    expect(tree()).toEqual({
      'request > Shop.sell': 5,
      'request > Shop.sell ×95': 1,
      'Shop.sell > Shop.take': 10,
      'Shop.sell ×95 > Shop.take': 5,
      'Shop.sell ×95 > Shop.take ×185': 1,
      '- > request': 1,
    });
  });

  it('have an id inside, of a span that is really exported', () => {
    start({ traces: { collapseAfter: 1, collapseKeepSlowest: 3 } });
    const ids: string[] = [];
    request(() => repeat(3, () => ids.push(shop.spanId())));

    expect(new Set(ids).size).toBe(2);
    expect(ids.map((id) => spans.find((span) => span.spanContext().spanId === id)?.attributes)).toEqual([
      {},
      expect.objectContaining({ 'operation.collapsed.count': 2 }),
      expect.objectContaining({ 'operation.collapsed.count': 2 }),
    ]);
  });

  it('fold when they run at once', async () => {
    start({ traces: { collapseAfter: 10, collapseKeepSlowest: 2 } });
    const calls = 20_000;
    await request(() => Promise.all(Array.from({ length: calls }, () => shop.wait(Promise.resolve(0.5)))));

    const [fold] = folds();
    const own = spans.filter((span) => span.name === 'Shop.wait' && span !== fold);
    const durations = own
      .slice(10)
      .map(durationOf)
      .concat(Number(fold!.attributes['operation.collapsed.duration_sum_ms']));
    expect(own.length + Number(fold!.attributes['operation.collapsed.count'])).toBe(calls);
    // All go on before the first has ended: each takes until the clock has been moved for all.
    const first = own.slice(0, 10).map(durationOf);
    expect([...first, ...durations].reduce((total, ms) => total + ms)).toBe(calls * (calls * 0.5));
  });

  it('that outlive their parent end the fold with the last of them', async () => {
    start({ traces: { collapseAfter: 1, collapseKeepSlowest: 0 } });
    const releases: ((ms: number) => void)[] = [];
    request(() => repeat(4, () => void shop.wait(new Promise((resolve) => releases.push(resolve)))));
    const atParentsEnd = spans.map(({ name }) => name);
    for (const release of releases) release(1);
    await delay(1);

    expect(atParentsEnd).toEqual(['request']);
    expect(tree()).toEqual({ '- > request': 1, 'request > Shop.wait': 1, 'request > Shop.wait ×3': 1 });
    expect(msOf(folds()[0]!)).toEqual([0, 4]);
  });

  it('begun after their parent has ended have spans of their own', async () => {
    start({ traces: { collapseAfter: 1 } });
    let late: Promise<void> | undefined;
    request(() => {
      late = delay(1).then(() => repeat(5, () => shop.take(1)));
    });
    await late;

    expect(tree()).toEqual({ '- > request': 1, 'request > Shop.take': 5 });
  });

  it('are counted by parent, and a span of the application in between is nobody of ours', () => {
    start({ traces: { collapseAfter: 2, collapseKeepSlowest: 0 } });
    request(() => {
      shop.take(1);
      const between = trace.getTracer('application').startSpan('between');
      context.with(trace.setSpan(context.active(), between), () => repeat(5, () => shop.take(1)));
      between.end();
      shop.take(1);
    });
    request(() => shop.take(1));

    expect(tree()).toEqual({
      '- > request': 2,
      'request > Shop.take': 3,
      'request > between': 1,
      'between > Shop.take': 5,
    });
  });

  it('may be queries, by name, with the attributes of the first that folded', () => {
    start({ traces: { collapseAfter: 1, collapseKeepSlowest: 0 } });
    request(() => {
      for (const [name, table] of [
        ['SELECT', 'a'],
        ['SELECT', 'b'],
        ['INSERT', 'c'],
        ['SELECT', 'd'],
      ] as const)
        pipeline.observe({ kind: 'database.query', name, attributes: { table } }, () => undefined);
    });

    expect(tree()).toEqual({
      '- > request': 1,
      'request > SELECT': 1,
      'request > INSERT': 1,
      'request > SELECT ×2': 1,
    });
    expect(folds()[0]!.attributes).toMatchObject({ table: 'b' });
  });

  it('never fold at 0', () => {
    start({ traces: { collapseAfter: 0 } });
    request(() => repeat(50, () => shop.take(1)));

    expect([folds().length, spans.length]).toEqual([0, 51]);
  });
});

describe('automatically traced methods', () => {
  it('are no operation without a span above, below an unsampled one, or in an application that chose others', () => {
    start({ traces: { sampleRatio: 1 } });
    shop.take(1);
    const alone = spans.length;
    deactivate(pipeline);
    start({ traces: { sampleRatio: 0 } });
    request(() => expect(currentOperation()!.kind).toBe('http.server'));
    request(() => shop.take(1));
    deactivate(pipeline);
    start({ autoTrace: { exclude: ['Shop'] } });
    request(() => shop.take(1));

    expect([alone, spans.map(({ name }) => name)]).toEqual([0, ['request']]);
  });
});

function start(options: ObservabilityOptions): void {
  const clock = { now: () => nowMs, toEpochMs: (reading: number) => reading };
  const diagnostics = new Diagnostics((warning) => {
    throw new Error(warning);
  });
  const traces = { sampleRatio: 1, ...options.traces };
  const config = resolveConfig({ autoTrace: true, ...options, traces }, { env: {} });
  const into = spans;
  const processor = {
    onStart: () => undefined,
    onEnd: (span: FinishedSpan) => void into.push(span),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  tracing = startTracing({
    config,
    diagnostics,
    clock,
    consumers: [{ name: 'memory', create: () => processor }],
    env: {},
  });
  pipeline = new OperationPipeline({ handlers: [tracing.handler], diagnostics, clock });
  activate(pipeline);
}

function request<T>(work: () => T): T {
  return pipeline.observe({ kind: 'http.server', name: 'request' }, work);
}

function repeat(times: number, work: () => unknown): void {
  for (let time = 0; time < times; time++) work();
}

function attempt(work: () => unknown): void {
  try {
    work();
  } catch {
    // Expected here; what counts is the span.
  }
}

function folds(): FinishedSpan[] {
  return spans.filter(({ attributes }) => attributes['operation.collapsed.count'] !== undefined);
}

/** How often each `parent > span` was exported; a parent that was not would be missing here. */
function tree(): Record<string, number> {
  const rows: Record<string, number> = {};
  for (const span of spans) {
    const row = `${parentOf(span) ?? '-'} > ${shown(span)}`;
    rows[row] = (rows[row] ?? 0) + 1;
  }
  return rows;
}

function parentOf({ parentSpanContext }: FinishedSpan): string | undefined {
  if (parentSpanContext === undefined) return undefined;
  return shown(spans.find((span) => span.spanContext().spanId === parentSpanContext.spanId)!);
}

function shown({ name, attributes }: FinishedSpan): string {
  const count = attributes['operation.collapsed.count'];
  return count === undefined ? name : `${name} ×${String(count)}`;
}

function msOf({ startTime, endTime }: FinishedSpan): [startedAtMs: number, endedAtMs: number] {
  return [startTime, endTime].map(([seconds, nanos]) => seconds * 1000 + nanos / 1e6) as [number, number];
}

function durationOf(span: FinishedSpan): number {
  const [startedAtMs, endedAtMs] = msOf(span);
  return endedAtMs - startedAtMs;
}

/** Of the whole numbers from `first` to `last`. */
function sum(first: number, last: number): number {
  return ((first + last) * (last - first + 1)) / 2;
}
