import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import {
  activate,
  deactivate,
  ensureContextManager,
  noMeter,
  OperationPipeline,
  suppressTelemetry,
  isTelemetrySuppressed,
  type Operation,
} from '../../kernel/index.js';
import { attachObserver, beginQuery, DatabaseObserver, detachObserver } from './database-observer.js';
import type { DatabaseQuery } from './query-call.js';
import { queryNamed } from './query-name.js';

const query: DatabaseQuery = {
  named: queryNamed('SELECT', 'orders'),
  attributes: () => ({ 'db.system.name': 'test' }),
};

describe('beginQuery', () => {
  const ended: Operation[] = [];
  const mayHaveSpan: boolean[] = [];
  const warnings: string[] = [];
  let pipeline: OperationPipeline;
  let observer: DatabaseObserver;

  beforeEach(() => {
    ensureContextManager();
    for (const list of [ended, mayHaveSpan, warnings]) list.length = 0;
    const start = (operation: Operation) => void mayHaveSpan.push(!isTelemetrySuppressed(operation.context));
    const end = (operation: Operation) => void ended.push(operation);
    pipeline = new OperationPipeline({ handlers: [{ name: 'test', handles: () => true, start, end }] });
    pipeline.diagnostics.warnThrough((message) => warnings.push(message));
    observer = new DatabaseObserver(pipeline, noMeter, { statements: true });
    activate(pipeline);
    attachObserver(observer);
  });
  afterEach(() => {
    detachObserver(observer);
    deactivate(pipeline);
  });

  const inOperation = <T>(work: () => T): T => {
    const operation = pipeline.start({ kind: 'http.server', name: 'GET /', context: ROOT_CONTEXT });
    mayHaveSpan.length = 0;
    return pipeline.runIn(operation, work);
  };

  it('makes a span below an operation, none outside and none where another instrumentation does', () => {
    inOperation(() => beginQuery({}, true, () => query));
    const inside = [...mayHaveSpan];
    beginQuery({}, true, () => query);
    const outside = mayHaveSpan.slice(inside.length);
    inOperation(() => beginQuery({}, false, () => query));

    expect([inside, outside, mayHaveSpan]).toEqual([[true], [false], [false]]);
  });

  it('leaves queries of the telemetry itself alone', () => {
    const call = context.with(suppressTelemetry(ROOT_CONTEXT), () => beginQuery({}, true, () => query));

    expect(call).toBeUndefined();
  });

  it('leaves queries alone once the application is gone', () => {
    detachObserver(observer);

    expect(beginQuery({}, true, () => query)).toBeUndefined();
  });

  it('ends once, with what the driver makes of an error', () => {
    const judged = { ...query, judge: (error: unknown) => (error === 'harmless' ? undefined : error) };
    const harmless = beginQuery({}, true, () => judged)!;
    const harmful = beginQuery({}, true, () => judged)!;

    harmless.ended('harmless');
    harmless.ended(new Error('late'));
    harmful.ended(new RangeError('x'));

    expect(ended.map(({ outcome }) => outcome)).toEqual(['ok', 'error']);
    expect(ended[1]!.describe()).toMatchObject({ 'db.system.name': 'test', 'error.type': 'RangeError' });
  });

  it('throws into no query, whatever fails here', () => {
    const broken = () => {
      throw new Error('broken');
    };

    expect(beginQuery({}, true, broken)).toBeUndefined();
    beginQuery({}, true, () => ({ ...query, judge: broken }))!.ended();

    expect(ended.map(({ outcome }) => outcome)).toEqual(['ok']);
    expect(warnings).toHaveLength(2);
  });

  it("runs a callback with its own `this` and arguments in its caller's context", () => {
    const seen: unknown[] = [];
    const callback = inOperation(() =>
      beginQuery({}, true, () => query)!.bind(function (this: unknown, ...args: unknown[]) {
        seen.push(this, args, context.active() !== ROOT_CONTEXT);
        return 'answer';
      }),
    );

    const answer = callback.call('me', null, 1);

    expect([answer, seen]).toEqual(['answer', ['me', [null, 1], true]]);
    expect(ended.map(({ outcome }) => outcome)).toEqual(['ok']);
  });
});
