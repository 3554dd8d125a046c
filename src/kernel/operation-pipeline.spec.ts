import { types } from 'node:util';
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

  it.each([
    ['with spans', [0, 1]],
    ['without', []],
    ['with some', [0]],
  ])('holds no chain of earlier runs of work that schedules itself again, %s', (_which, spanned) => {
    let count = 0;
    const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });
    const start = (operation: Operation): void => {
      if (spanned.includes(count++ % 2)) operation.span = span;
    };
    const pipeline = new OperationPipeline({ handlers: [{ ...journaling('a', []), start }] });
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
    expect(contextsAbove(again.context)).toBeLessThan(5);
  });

  it('keeps a handler’s private state in a slot of its own', () => {
    const first = new Slot<number>();
    const second = new Slot<string>();
    const pipeline = new OperationPipeline({ handlers: [journaling('a', [])] });
    const [operation, other] = [pipeline.start(work), pipeline.start(work)];

    first.set(operation, 1);
    second.set(operation, 'b');

    expect([operation, other].map((one) => [first.get(one), second.get(one)])).toEqual([
      [1, 'b'],
      [undefined, undefined],
    ]);
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

describe('who a request is for', () => {
  const identified = (identify: () => unknown) => {
    const diagnostics = new Diagnostics(() => undefined);
    const pipeline = new OperationPipeline({ diagnostics });
    const operation = pipeline.start({ ...work, scope: { identify: identify as never } });
    pipeline.identify(operation);
    return { operation, pipeline, failures: [...diagnostics.failures.values()].map(({ labels }) => labels['handler']) };
  };

  it.each([
    ['a user', { userId: 'u1' }, { userId: 'u1' }],
    ['a session', { sessionId: 's1' }, { sessionId: 's1' }],
    ['numbers', { userId: 0, sessionId: 7 }, { userId: '0', sessionId: '7' }],
    ['what is no id', { userId: {}, sessionId: null }, {}],
  ])('may be %s', (_what, identity, known) => {
    const { operation, failures } = identified(() => identity);

    expect([operation.scope, failures]).toEqual([{ identify: undefined, ...known }, []]);
  });

  it.each([undefined, null])('is asked again as long as the answer is %p', (nobody) => {
    const answers = [nobody, { userId: 'u1' }];

    const { operation, pipeline, failures } = identified(() => answers.shift());
    const first = operation.scope.userId;
    pipeline.identify(operation);
    pipeline.identify(operation);

    expect([first, operation.scope.userId, answers, failures]).toEqual([undefined, 'u1', [], []]);
  });

  it('stays unknown where the answer cannot be read, or comes later, which is a failure', () => {
    const unreadable = Object.defineProperty({}, 'userId', {
      get: () => {
        throw new Error('no session');
      },
    });

    const asked = [() => unreadable, () => Promise.resolve({ userId: 'u1' })].map(identified);

    expect(asked.map(({ operation }) => operation.scope)).toEqual([{ identify: undefined }, { identify: undefined }]);
    expect(asked.map(({ failures }) => failures)).toEqual([['identify'], ['identify']]);
  });
});

describe('work that runs in an operation', () => {
  const receiver = { price: 3 };
  function sell(this: unknown, amount: number): unknown[] {
    return [this, amount, currentOperation()];
  }

  it('runs where it is called if no handler asks which operation is current', () => {
    const key = Symbol('the user’s');
    const pipeline = new OperationPipeline({ handlers: [{ ...journaling('a', []), needsContext: false }] });
    const elsewhere = context.active().setValue(key, 'elsewhere');

    const operation = pipeline.start({ ...work, context: elsewhere });

    expect(operation.context).toBe(elsewhere);
    expect(pipeline.runIn(operation, () => context.active().getValue(key))).toBeUndefined();
  });

  it.each([true, false])('has its receiver and arguments (with our context manager: %s)', (hasManager) => {
    const [current, plain] = [undefined, false].map(
      (needsContext) => new OperationPipeline({ handlers: [{ ...journaling('a', []), needsContext: needsContext! }] }),
    ) as [OperationPipeline, OperationPipeline];
    const operation = current.start(work);
    if (!hasManager) context.disable();

    const seen = [current.runIn(operation, sell, receiver, 7), plain.runIn(plain.start(work), sell, receiver, 7)];
    ensureContextManager();

    expect(seen).toEqual([
      [receiver, 7, hasManager ? operation : undefined],
      [receiver, 7, undefined],
    ]);
  });

  it('throws what it throws, and is left', () => {
    const pipeline = new OperationPipeline({ handlers: [journaling('a', [])] });
    const error = new Error('sold out');
    const refuse = () => {
      throw error;
    };

    expect(() => pipeline.runIn(pipeline.start(work), refuse)).toThrow(error);
    expect(currentOperation()).toBeUndefined();
  });
});

describe('work that is observed', () => {
  const ended: unknown[] = [];
  const ending = (needsContext?: boolean) =>
    new OperationPipeline({
      handlers: [
        {
          name: 'ending',
          handles: () => true,
          ...(needsContext !== undefined && { needsContext }),
          end: ({ outcome, error }) => void ended.push([outcome, error]),
        },
      ],
    });

  beforeEach(() => void (ended.length = 0));

  it('lasts until its promise settles', async () => {
    const pipeline = ending();
    const error = new Error('late');

    const seen = pipeline.observe(work, async () => currentOperation()?.name);
    const failing = pipeline.observe(work, () => Promise.reject(error));
    const activeMeanwhile = pipeline.active;

    await expect(failing).rejects.toBe(error);
    expect(await seen).toBe('Shop.sell');
    expect([activeMeanwhile, pipeline.active]).toEqual([2, 0]);
    expect(ended).toEqual([
      ['ok', undefined],
      ['error', error],
    ]);
  });

  it('gives the very promise that it made, unless it is an async function', () => {
    const pipeline = ending();
    const promise = Promise.resolve(1);

    expect(pipeline.observe(work, () => promise)).toBe(promise);
    expect(types.isPromise(pipeline.observe(work, async () => promise))).toBe(true);
  });

  it.each([
    [undefined, ['Shop.sell']],
    [false, [undefined]],
  ])('is current while a generator of it runs, if one asks (needsContext: %s)', (needsContext, names) => {
    const pipeline = ending(needsContext);

    const seen = [
      ...pipeline.observe(work, function* () {
        yield currentOperation()?.name;
      }),
    ];

    expect(seen).toEqual(names);
    expect(ended).toEqual([['ok', undefined]]);
  });
});

it('a pipeline tells its handlers, and takes others', () => {
  const journal: string[] = [];
  const [first, second] = [journaling('a', journal), journaling('b', journal)];
  const pipeline = new OperationPipeline({ handlers: [first], clock: new SteppingClock() });
  const operation = pipeline.start(work);
  const before = pipeline.currentHandlers;

  pipeline.use([second]);
  pipeline.end(operation, { outcome: 'ok' });

  expect([before, pipeline.currentHandlers]).toEqual([[first], [second]]);
  expect(journal).toEqual(['a starts Shop.sell', 'b ends Shop.sell ok 5']);
});

function contextsAbove(inner: object): number {
  let count = 0;
  for (let here: unknown = inner; here instanceof Object && 'parent' in here; here = here.parent) count++;
  return count;
}
