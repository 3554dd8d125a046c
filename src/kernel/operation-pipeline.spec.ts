import { context, trace } from '@opentelemetry/api';
import { ensureContextManager } from './context-manager.js';
import type { Clock } from './clock.js';
import { Diagnostics } from './diagnostics.js';
import { currentOperation, spanIn } from './operation-context.js';
import type { OperationHandler } from './operation-handler.js';
import { OperationPipeline } from './operation-pipeline.js';
import { Slot, type Operation } from './operation.js';

ensureContextManager();

class SteppingClock implements Clock {
  private reading = 0;
  now(): number {
    return (this.reading += 5);
  }
  toEpochMs(reading: number): number {
    return reading;
  }
}

function journaling(name: string, journal: string[]): OperationHandler {
  return {
    name,
    handles: (kind) => kind === 'method',
    start: (operation) => void journal.push(`${name} starts ${operation.name}`),
    event: (_operation, event) => void journal.push(`${name} sees ${event.name}`),
    end: (operation) =>
      void journal.push(`${name} ends ${operation.name} ${operation.outcome} ${operation.durationMs}`),
  };
}

const work = { kind: 'method', name: 'Shop.sell' } as const;

describe('OperationPipeline', () => {
  it('starts handlers in order and ends them in the reverse', () => {
    const journal: string[] = [];
    const handlers = [journaling('a', journal), journaling('b', journal)];
    const pipeline = new OperationPipeline({ handlers, clock: new SteppingClock() });

    const operation = pipeline.start(work);
    pipeline.event(operation, { name: 'paid' });
    pipeline.end(operation, { outcome: 'ok' });

    expect(journal).toEqual([
      'a starts Shop.sell',
      'b starts Shop.sell',
      'a sees paid',
      'b sees paid',
      'b ends Shop.sell ok 5',
      'a ends Shop.sell ok 5',
    ]);
  });

  it('lets only the first end count', () => {
    const journal: string[] = [];
    const pipeline = new OperationPipeline({ handlers: [journaling('a', journal)], clock: new SteppingClock() });
    const operation = pipeline.start(work);

    pipeline.end(operation, { outcome: 'error', error: new Error('first') });
    pipeline.end(operation, { outcome: 'ok' });

    expect(journal).toEqual(['a starts Shop.sell', 'a ends Shop.sell error 5']);
    expect(pipeline.active).toBe(0);
  });

  it('makes the operation current inside, also after an await, and not outside', async () => {
    const pipeline = new OperationPipeline({ handlers: [journaling('a', [])] });
    const operation = pipeline.start(work);

    const seen = await pipeline.runIn(operation, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return currentOperation();
    });

    expect(seen).toBe(operation);
    expect(currentOperation()).toBeUndefined();
  });

  it('gives children the scope of their parent', () => {
    const pipeline = new OperationPipeline({ handlers: [journaling('a', [])] });
    const parent = pipeline.start({ ...work, scope: { requestId: 'r1' } });

    const child = pipeline.runIn(parent, () => pipeline.start(work));
    const root = pipeline.runIn(parent, () => pipeline.start({ ...work, isRoot: true }));

    expect(child.parent).toBe(parent);
    expect(child.scope).toBe(parent.scope);
    expect(root.parent).toBeUndefined();
  });

  it('calls work straight when nobody is interested', () => {
    const pipeline = new OperationPipeline({ handlers: [journaling('a', [])] });

    const seen = pipeline.observe({ kind: 'http.client', name: 'GET' }, () => currentOperation());

    expect(seen).toBeUndefined();
    expect(pipeline.isObserved('http.client')).toBe(false);
  });

  it('keeps a throwing handler, counts it and warns once', () => {
    const warnings: string[] = [];
    const diagnostics = new Diagnostics((message) => warnings.push(message));
    const journal: string[] = [];
    const faulty: OperationHandler = {
      name: 'faulty',
      handles: () => true,
      start: () => {
        throw new Error('boom');
      },
    };
    const pipeline = new OperationPipeline({
      handlers: [faulty, journaling('a', journal)],
      diagnostics,
      clock: new SteppingClock(),
    });

    const results = [1, 2].map((value) => pipeline.observe(work, () => value));

    expect(results).toEqual([1, 2]);
    expect(journal).toHaveLength(4);
    expect([...diagnostics.failures.values()]).toEqual([{ labels: { handler: 'faulty', phase: 'start' }, value: 2 }]);
    expect(warnings).toEqual([
      'faulty failed in start: Error: boom. The request is unaffected; further failures are only counted.',
    ]);
  });

  it('counts what a handler throws or rejects, in whichever phase, and goes on', async () => {
    const refuse = () => {
      throw new Error('no');
    };
    const late = () => Promise.reject(new Error('late')) as never;
    const fine = () => Promise.resolve() as never;
    const handlers: OperationHandler[] = [
      { name: 'throwing', handles: () => true, start: refuse, event: refuse, end: refuse, discard: refuse },
      { name: 'rejecting', handles: () => true, start: late, event: late, end: late },
      { name: 'fine', handles: () => true, start: fine, event: fine, end: fine },
      { name: 'deaf', handles: () => true },
      { name: 'undecided', handles: refuse, start: refuse },
    ];
    const diagnostics = new Diagnostics(() => undefined);
    const pipeline = new OperationPipeline({ handlers, diagnostics });

    const operation = pipeline.start(work);
    pipeline.event(operation, { name: 'paid' });
    pipeline.end(operation, { outcome: 'ok' });
    pipeline.discard(pipeline.start(work));
    await new Promise((resolve) => setImmediate(resolve));

    const told = [...diagnostics.failures.values()].map(
      ({ labels, value }) => `${labels['handler']} ${labels['phase']} ${value}`,
    );
    expect(told.toSorted()).toEqual([
      'rejecting end 1',
      'rejecting event 1',
      'rejecting start 2',
      'throwing discard 1',
      'throwing end 1',
      'throwing event 1',
      'throwing start 2',
      'undecided handles 1',
    ]);
  });

  it('tells nobody of an operation that is discarded, but who takes back its start, once', () => {
    const journal: string[] = [];
    const discard = () => void journal.push('a takes back');
    const pipeline = new OperationPipeline({ handlers: [{ ...journaling('a', journal), discard }] });
    const operation = pipeline.start(work);

    pipeline.discard(operation);
    pipeline.discard(operation);
    pipeline.end(operation, { outcome: 'ok' });

    expect(journal).toEqual(['a starts Shop.sell', 'a takes back']);
    expect([operation.outcome, pipeline.active]).toEqual(['canceled', 0]);
  });

  it('makes nothing current where no handler asks which operation is', () => {
    const pipeline = new OperationPipeline({ handlers: [{ ...journaling('a', []), needsContext: false }] });
    const operation = pipeline.start(work);

    const seen = pipeline.runIn(operation, (word: string) => [word, currentOperation()], undefined, 'said');

    expect(seen).toEqual(['said', undefined]);
    expect([pipeline.needsContext('method'), pipeline.needsContext('session')]).toEqual([false, false]);
    expect(new OperationPipeline({ handlers: [journaling('a', [])] }).needsContext('method')).toBe(true);
  });

  it('asks its handlers again when they are others, or want something else', () => {
    let isConcerned = false;
    const changing: OperationHandler = { name: 'changing', handles: () => isConcerned };
    const pipeline = new OperationPipeline({ handlers: [changing] });
    const before = pipeline.isObserved('method');

    isConcerned = true;
    const meanwhile = pipeline.isObserved('method');
    pipeline.replan();

    expect([before, meanwhile, pipeline.isObserved('method')]).toEqual([false, false, true]);
  });

  it('puts a handler’s span where the OpenTelemetry API finds it', () => {
    const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });
    const tracing: OperationHandler = {
      name: 'tracing',
      handles: () => true,
      start: (operation) => void (operation.span = span),
    };
    const pipeline = new OperationPipeline({ handlers: [tracing] });

    const operation = pipeline.start(work);

    expect(trace.getSpan(operation.context)).toBe(span);
    expect(spanIn(trace.setSpan(context.active(), span))).toBe(span);
  });

  it('holds no chain of earlier runs of work that schedules itself again', () => {
    const pipeline = new OperationPipeline({ handlers: [journaling('a', [])] });
    const key = Symbol('the user’s');
    const entry = pipeline.start({ ...work, context: context.active().setValue(key, 'kept'), scope: {} });
    let last = entry;
    for (let run = 0; run < 100; run++) {
      const next = pipeline.runIn(last, () => pipeline.start(work));
      pipeline.end(last, { outcome: 'ok' });
      last = next;
    }

    const again = pipeline.runIn(last, () => pipeline.start(work));
    const isShort = again.parent === last && last.parent === entry && again.scope === entry.scope;

    expect(isShort).toBe(true);
    expect(again.context.getValue(key)).toBe('kept');
    expect(contextsAbove(again.context)).toBeLessThan(3);
  });

  it('keeps a handler’s private state in a slot of its own', () => {
    const first = new Slot<number>();
    const second = new Slot<string>();
    const operation: Operation = new OperationPipeline({ handlers: [journaling('a', [])] }).start(work);

    first.set(operation, 1);
    second.set(operation, 'b');

    expect([first.get(operation), second.get(operation)]).toEqual([1, 'b']);
  });

  it('asks who a request is for until there is an answer, and never again after a failure', () => {
    const pipeline = new OperationPipeline({ diagnostics: new Diagnostics(() => undefined) });
    const answers = [undefined, { userId: 'u1', sessionId: 7 as never }];
    const known = pipeline.start({ ...work, scope: { identify: () => answers.shift() } });
    let asked = 0;
    const failing = pipeline.start({
      ...work,
      scope: {
        identify: () => {
          asked++;
          throw new Error('no session');
        },
      },
    });

    for (let round = 0; round < 3; round++) {
      pipeline.identify(known);
      pipeline.identify(failing);
    }

    expect(known.scope).toEqual({ identify: undefined, userId: 'u1', sessionId: '7' });
    expect(asked).toBe(1);
  });
});

function contextsAbove(inner: object): number {
  let count = 0;
  for (let here: unknown = inner; here instanceof Object && 'parent' in here; here = here.parent) count++;
  return count;
}
