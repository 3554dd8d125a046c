import { context, ROOT_CONTEXT, type ContextManager } from '@opentelemetry/api';
import { of, type Observable } from 'rxjs';
import { ensureContextManager } from './context-manager.js';
import { activate, adopt, deactivate } from './active-pipeline.js';
import type { Callsite } from './callsite.js';
import { currentOperation } from './operation-context.js';
import type { CallRecorder, OkCells, OperationHandler } from './operation-handler.js';
import { OperationPipeline } from './operation-pipeline.js';
import type { Operation } from './operation.js';
import { beginCall, callsiteOf, observeMethod, observeProperty, settlementOf } from './observed-method.js';

ensureContextManager();

const identity = { className: 'Shop', methodName: 'sell' };
const alive: OperationPipeline[] = [];

function activePipeline(handler: Partial<OperationHandler>): OperationPipeline {
  return activated(new OperationPipeline({ handlers: [{ name: 'test', handles: () => true, ...handler }] }));
}

function recorder(journal: unknown[], traits: Partial<CallRecorder> = {}): OperationHandler['bind'] {
  return () => ({
    readsClock: false,
    readsCall: false,
    start: () => void journal.push('start'),
    end: (outcome, _durationMs, error, call) => void journal.push([outcome, error, call?.args, call?.result]),
    ...traits,
  });
}

/** Each reading of the clock is five milliseconds after the one before. */
function timedPipeline(
  journal: unknown[],
  handler: Partial<OperationHandler>,
  traits: Partial<CallRecorder> = {},
): OperationPipeline {
  let nowMs = 0;
  const clock = { now: () => (nowMs += 5), toEpochMs: (reading: number) => reading };
  const end: CallRecorder['end'] = (outcome, durationMs, error, call, result) =>
    void journal.push([outcome, durationMs, error, call?.args, result]);
  const bind = recorder(journal, { readsClock: true, end, ...traits })!;
  const handlers = [{ name: 'test', handles: () => true, bind, ...handler }];
  return activated(new OperationPipeline({ clock, handlers }));
}

function activated(pipeline: OperationPipeline): OperationPipeline {
  activate(pipeline);
  alive.push(pipeline);
  return pipeline;
}

async function outcomeOfCall(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // What is recorded of it is looked at.
  }
}

const abort = Object.assign(new Error('stop'), { name: 'AbortError' });

afterEach(() => alive.splice(0).forEach(deactivate));

describe('observeMethod', () => {
  it('looks exactly like the original', () => {
    function sell(this: unknown, _first: number, _second: number): number {
      return 1;
    }
    Reflect.defineMetadata('path', '/sell', sell);
    Object.assign(sell, { version: '2' });

    const observed = observeMethod(sell, identity);

    expect(observed.name).toBe('sell');
    expect(observed.length).toBe(2);
    expect(Reflect.getMetadata('path', observed)).toBe('/sell');
    expect((observed as { version?: string }).version).toBe('2');
  });

  it('wraps once, however many decorators ask', () => {
    const timed = { type: 'timed', options: {} };
    const traced = { type: 'traced', options: {} };

    const once = observeMethod(() => 1, identity, timed);
    const twice = observeMethod(once, identity, traced);

    expect(twice).toBe(once);
    expect(callsiteOf(once)?.aspects).toEqual([traced, timed]);
  });

  it('is a plain call without an application', () => {
    const observed = observeMethod(
      function (this: unknown, ...args: unknown[]) {
        return [this, args];
      } as never,
      identity,
    );
    const self = {};

    expect(Reflect.apply(observed, self, [1, 2])).toEqual([self, [1, 2]]);
  });

  it('records a sync call, its throw and its promise without making an operation', async () => {
    const journal: unknown[] = [];
    activePipeline({ wants: () => false, bind: recorder(journal) });
    const failure = new Error('sold out');
    const sell = observeMethod(
      ((how: string) => {
        if (how === 'throw') throw failure;
        return how === 'later' ? Promise.resolve(currentOperation()) : currentOperation();
      }) as never,
      identity,
    ) as (how: string) => unknown;

    expect(sell('now')).toBeUndefined();
    expect(() => sell('throw')).toThrow(failure);
    expect(await sell('later')).toBeUndefined();

    expect(journal).toEqual([
      'start',
      ['ok', undefined, undefined, undefined],
      'start',
      ['error', failure, undefined, undefined],
      'start',
      ['ok', undefined, undefined, undefined],
    ]);
  });

  it('shows arguments and result only to a recorder that reads them', () => {
    const journal: unknown[] = [];
    activePipeline({ wants: () => false, bind: recorder(journal, { readsCall: true }) });
    const add = observeMethod(((a: number, b: number) => a + b) as never, identity) as (a: number, b: number) => number;

    add(1, 2);

    expect(journal).toEqual(['start', ['ok', undefined, [1, 2], 3]]);
  });

  it('makes an operation, current inside, when a handler admits the call', async () => {
    const ended: string[] = [];
    activePipeline({
      admits: () => true,
      end: (operation) => void ended.push(`${operation.name} ${operation.outcome}`),
    });
    const sell = observeMethod(
      (async () => {
        await null;
        return currentOperation()?.name;
      }) as never,
      identity,
    ) as () => Promise<string>;

    expect(await sell()).toBe('Shop.sell');
    expect(ended).toEqual(['Shop.sell ok']);
  });

  it('calls the original when no handler admits it', () => {
    activePipeline({ admits: () => false });
    const sell = observeMethod((() => currentOperation()) as never, identity) as () => unknown;

    expect(sell()).toBeUndefined();
  });

  it('asks the application that made the instance when several are alive', () => {
    const seen: string[] = [];
    const application = (name: string) =>
      activePipeline({ wants: () => false, bind: recorder(seen, { end: () => void seen.push(name) }) });
    const [first, second] = [application('first'), application('second')];
    const sell = observeMethod(
      function () {
        return 1;
      } as never,
      identity,
    );
    const [mine, yours, nobodys] = [{}, {}, {}];
    adopt(mine, first);
    adopt(yours, second);

    for (const instance of [mine, yours, nobodys]) Reflect.apply(sell, instance, []);

    expect(seen.filter((entry) => entry !== 'start')).toEqual(['first', 'second', 'second']);
  });

  it('takes up a change of handlers', () => {
    const journal: unknown[] = [];
    const pipeline = activePipeline({ handles: () => false });
    const sell = observeMethod((() => 1) as never, identity) as () => number;
    sell();

    pipeline.use([{ name: 'late', handles: () => false, bind: recorder(journal) }]);
    sell();

    expect(journal).toHaveLength(2);
  });

  it('survives a recursion far deeper than the stack allows for contexts', async () => {
    activePipeline({ admits: () => true });
    const descend = observeMethod(
      (async (depth: number): Promise<number> => {
        await null;
        return depth === 0 ? 0 : 1 + (await (descend as unknown as (depth: number) => Promise<number>)(depth - 1));
      }) as never,
      identity,
    ) as unknown as (depth: number) => Promise<number>;

    expect(await descend(20_000)).toBe(20_000);
  });
});

describe('a call that is recorded', () => {
  const failure = new Error('sold out');
  const ways: readonly (readonly [string, () => unknown, unknown])[] = [
    ['returns', () => 'sold', ['ok', 5, undefined]],
    ['throws', () => thrown(failure), ['error', 5, failure]],
    ['resolves', async () => 'sold', ['ok', 5, undefined]],
    ['rejects', () => Promise.reject(failure), ['error', 5, failure]],
    ['aborts', () => thrown(abort), ['canceled', 5, abort]],
  ];

  it.each(ways)('takes the time between its start and its end when it %s', async (_how, work, ended) => {
    const journal: unknown[] = [];
    timedPipeline(journal, { handles: () => false });
    const sell = observeMethod(work, identity) as () => unknown;

    for (let time = 0; time < 2; time++) await outcomeOfCall(sell);

    expect(journal.filter((entry) => entry !== 'start').map((entry) => (entry as unknown[]).slice(0, 3))).toEqual([
      ended,
      ended,
    ]);
  });

  it.each(ways)('is shown with its instance to who reads calls when it %s', async (_how, work, ended) => {
    const journal: unknown[] = [];
    timedPipeline(journal, { handles: () => false }, { readsCall: true, start: undefined });
    const shop = { sell: observeMethod(work as never, identity) as (amount: number) => unknown };

    await outcomeOfCall(() => shop.sell(7));

    const result = _how === 'returns' || _how === 'resolves' ? 'sold' : undefined;
    expect(journal).toEqual([[...(ended as unknown[]), [7], result]]);
  });

  it('takes no time where nobody reads the clock', async () => {
    const durations: number[] = [];
    const clock = { now: () => thrown(failure), toEpochMs: (reading: number) => reading };
    const end: CallRecorder['end'] = (_outcome, durationMs) => void durations.push(durationMs);
    const handler: OperationHandler = { name: 'test', handles: () => false, bind: recorder([], { end }) };
    activated(new OperationPipeline({ clock, handlers: [handler] }));
    const sell = observeMethod(((how: () => unknown) => how()) as never, identity) as (how: () => unknown) => unknown;

    for (const [, work] of ways) await outcomeOfCall(() => sell(work));

    expect(durations).toEqual(ways.map(() => 0));
  });

  it('needs no recorder that wants to be told of the start of each consumer', () => {
    const journal: unknown[] = [];
    timedPipeline(journal, { handles: () => false }, { start: undefined });
    const sell = observeMethod((() => of('sold')) as never, identity) as () => Observable<string>;

    const sold = sell();
    for (let consumer = 0; consumer < 2; consumer++) sold.subscribe();

    expect(journal.map((entry) => (entry as unknown[]).slice(0, 2))).toEqual([
      ['ok', 5],
      ['ok', 5],
    ]);
  });

  it.each<[string, Partial<OperationHandler>, Partial<CallRecorder>]>([
    ['', { handles: () => false }, {}],
    [' with what it was called with', { handles: () => false }, { readsCall: true }],
    [' as an operation', { admits: () => true }, {}],
  ])('is recorded%s for each consumer of its Observable', (_as, handler, traits) => {
    const journal: unknown[] = [];
    timedPipeline(journal, handler, traits);
    const sell = observeMethod((() => of(1)) as never, identity) as () => Observable<number>;

    const sold = sell();
    journal.push('sold');
    for (let consumer = 0; consumer < 2; consumer++) sold.subscribe();

    expect(journal.map((entry) => (Array.isArray(entry) ? (entry[0] as unknown) : entry))).toEqual([
      'start',
      'sold',
      'ok',
      'start',
      'ok',
    ]);
  });
});

describe('a call that is an operation', () => {
  it.each(['ours', "the application's"])('is current as long as it lasts, where the manager is %s', (whose) => {
    const error = new Error('sold out');
    const [ended, seen]: [Operation[], unknown[]] = [[], []];
    activePipeline({ admits: () => true, end: (operation) => void ended.push(operation) });
    const look = (amount: number): void => {
      seen.push(currentOperation());
      if (amount > 1) throw error;
    };
    const sell = observeMethod(look, identity) as (amount: number) => unknown;
    context.disable();
    if (whose === 'ours') ensureContextManager();
    else context.setGlobalContextManager(simpleManager());

    sell(1);
    seen.push(currentOperation());
    expect(() => sell(2)).toThrow(error);
    seen.push(currentOperation());

    expect(ended.map(({ outcome, error: reason }) => [outcome, reason])).toEqual([
      ['ok', undefined],
      ['error', error],
    ]);
    expect(seen).toEqual([ended[0], undefined, ended[1], undefined]);
    context.disable();
    ensureContextManager();
  });

  it('needs no recorder that wants to be told of its start', () => {
    const journal: unknown[] = [];
    timedPipeline(journal, { admits: () => true }, { start: undefined });
    const sell = observeMethod((() => of('sold')) as never, identity) as () => Observable<string>;

    const sold = sell();
    for (let consumer = 0; consumer < 2; consumer++) sold.subscribe();

    expect(journal.map((entry) => (entry as unknown[])[0])).toEqual(['ok', 'ok']);
  });

  it('hands receiver and arguments on, shows them to its handlers, and the result at the end', () => {
    const calls: unknown[] = [];
    activePipeline({ admits: () => true, end: ({ call }) => void calls.push(call) });
    const shop = {
      price: 3,
      sell: observeMethod(
        function (this: { price: number }, amount: number) {
          return this.price * amount;
        } as never,
        identity,
      ) as (amount: number) => number,
    };

    expect([shop.sell(2), shop.sell(3)]).toEqual([6, 9]);

    expect(calls).toEqual([
      { instance: shop, args: [2], result: 6 },
      { instance: shop, args: [3], result: 9 },
    ]);
  });

  it('is recorded with the duration of the operation', () => {
    const journal: unknown[] = [];
    timedPipeline(journal, { admits: () => true });
    const sell = observeMethod((() => 'sold') as never, identity) as () => unknown;

    sell();

    expect(journal).toEqual(['start', ['ok', 5, undefined, [], 'sold']]);
  });

  it('is of the kind that was named last', () => {
    const kinds: string[] = [];
    activePipeline({ admits: () => true, start: ({ kind }) => void kinds.push(kind) });
    const sell = observeMethod(() => 1, identity) as () => unknown;

    sell();
    observeMethod(sell as never, { ...identity, kind: 'schedule.run' });
    observeMethod(sell as never, identity);
    sell();
    (observeMethod(() => 1, { ...identity, kind: 'phase' }) as () => unknown)();

    expect(kinds).toEqual(['method', 'schedule.run', 'phase']);
  });
});

describe('a call whose recording is known ahead', () => {
  function cellRecorder(journal: unknown[], cells: OkCells): OperationHandler['bind'] {
    return recorder(journal, { start: undefined, readsClock: cells.time !== undefined, okCells: () => cells });
  }

  it('is an addition to its cells once the first has gone well', () => {
    const journal: unknown[] = [];
    const times: number[] = [];
    const count = { value: 0, isRemoved: false };
    const time = { observe: (seconds: number) => times.push(seconds), isRemoved: false };
    let nowMs = 0;
    const clock = { now: () => (nowMs += 250), toEpochMs: (reading: number) => reading };
    const bind = cellRecorder(journal, { count, time });
    activated(new OperationPipeline({ clock, handlers: [{ name: 'test', handles: () => false, bind: bind! }] }));
    const sell = observeMethod((amount: number) => amount, identity) as (amount: number) => number;

    const sold = [1, 2, 3].map((amount) => sell(amount));

    expect(sold).toEqual([1, 2, 3]);
    expect(journal).toEqual([['ok', undefined, undefined, undefined]]);
    expect([count.value, times]).toEqual([2, [0.25, 0.25]]);
  });

  it.each(['count', 'time'] as const)('needs no more than cells for the %s', (only) => {
    const count = { value: 0, isRemoved: false };
    const times: number[] = [];
    const time = { observe: (seconds: number) => times.push(seconds), isRemoved: false };
    const journal: unknown[] = [];
    activePipeline({ handles: () => false, bind: cellRecorder(journal, only === 'count' ? { count } : { time })! });
    const sell = observeMethod(() => null, identity) as () => unknown;

    const sold = [sell(), sell(), sell()];

    expect(sold).toEqual([null, null, null]);
    expect([journal.length, count.value, times.length]).toEqual(only === 'count' ? [1, 2, 0] : [1, 0, 2]);
  });

  it('ends as ever when its application does meanwhile', async () => {
    const journal: unknown[] = [];
    const cells = { count: { value: 0, isRemoved: false } };
    const error = new Error('closing');
    const sell = observeMethod(((how: () => unknown) => how()) as never, identity) as (how: () => unknown) => unknown;
    const closing = (then: () => unknown) => () => {
      deactivate(pipeline);
      return then();
    };
    let pipeline = activePipeline({ handles: () => false, bind: cellRecorder(journal, cells)! });
    sell(() => 'at once');

    expect(() => sell(closing(() => thrown(error)))).toThrow(error);
    pipeline = activePipeline({ handles: () => false, bind: cellRecorder(journal, cells)! });
    sell(() => 'at once');

    expect(await sell(closing(async () => 'later'))).toBe('later');
    expect(journal.map((entry) => (entry as unknown[])[0])).toEqual(['ok', 'ok']);
  });

  it('is recorded in the application that made the instance, however idle that of the first call is', () => {
    const journal: unknown[] = [];
    const idle = activePipeline({ handles: () => false });
    const recording = activePipeline({ handles: () => false, bind: recorder(journal) });
    const sell = observeMethod(
      function () {
        return 1;
      } as never,
      identity,
    );
    const [mine, yours] = [{}, {}];
    adopt(mine, idle);
    adopt(yours, recording);

    for (const instance of [mine, yours, mine]) Reflect.apply(sell, instance, []);

    expect(journal).toEqual(['start', ['ok', undefined, undefined, undefined]]);
  });

  it('leaves room for the frames of the application, and the limit as it was', () => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 10;
    const sell = observeMethod(
      ((mayFail: boolean) => {
        if (mayFail) throw new Error('sold out');
        return Error.stackTraceLimit;
      }) as never,
      identity,
    ) as (mayFail: boolean) => number;

    const during = sell(false);
    const after = Error.stackTraceLimit;

    expect(() => sell(true)).toThrow('sold out');
    expect([during, after, Error.stackTraceLimit]).toEqual([13, 10, 10]);
    Error.stackTraceLimit = limit;
  });

  it('still tells how it ended when it throws or has to be waited for', async () => {
    const journal: unknown[] = [];
    activePipeline({ handles: () => false, bind: cellRecorder(journal, { count: { value: 0, isRemoved: false } })! });
    const error = new Error('sold out');
    const sell = observeMethod(((how: () => unknown) => how()) as never, identity) as (how: () => unknown) => unknown;
    sell(() => 'at once');
    journal.length = 0;

    expect(() => sell(() => thrown(error))).toThrow(error);
    await sell(async () => 'later');

    expect(journal.map((entry) => (entry as unknown[]).slice(0, 2))).toEqual([
      ['error', error],
      ['ok', undefined],
    ]);
  });

  it('asks no handler in places where all of them decline ahead', () => {
    const admits = jest.fn(() => true);
    const pipeline = activePipeline({
      admits,
      declines: () => ({ inSilence: true, outside: true }),
      start: (operation) => void (operation.isSilent = operation.name === 'silent'),
    });
    const seen: unknown[] = [];
    const sell = observeMethod((() => seen.push(currentOperation()?.name)) as never, identity) as () => void;
    const silent = pipeline.start({ kind: 'schedule.run', name: 'silent' });
    const heard = pipeline.start({ kind: 'schedule.run', name: 'heard' });
    sell();
    const askedAtFirst = admits.mock.calls.length;

    sell();
    pipeline.runIn(silent, sell);
    pipeline.runIn(heard, sell);

    expect(askedAtFirst).toBe(1);
    expect(admits).toHaveBeenCalledTimes(2);
    expect(seen.slice(-3)).toEqual([undefined, 'silent', 'Shop.sell']);
  });
});

function thrown(error: Error): never {
  throw error;
}

/** Without anything asynchronous. */
function simpleManager(): ContextManager {
  let current = ROOT_CONTEXT;
  const manager: ContextManager = {
    active: () => current,
    with: (ambient, call, thisArg, ...args) => {
      const before = current;
      current = ambient;
      try {
        return Reflect.apply(call, thisArg, args) as never;
      } finally {
        current = before;
      }
    },
    bind: (_ambient, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}

describe('observeProperty', () => {
  it('leaves alone what is no method of its own', () => {
    const prototype = Object.create({ sell: () => 1 }) as object;
    Object.defineProperty(prototype, 'open', { get: () => thrown(new Error('evaluated')), configurable: true });
    Object.defineProperty(prototype, 'price', { value: 3, configurable: true });
    const before = Object.getOwnPropertyDescriptors(prototype);

    const callsites = ['open', 'price', 'sell', 'unknown'].map((key) => observeProperty(prototype, key, identity));

    expect(callsites).toEqual([undefined, undefined, undefined, undefined]);
    expect(Object.getOwnPropertyDescriptors(prototype)).toEqual(before);
  });

  it('puts the observed method in the place of the method, as visible and as writable, once', () => {
    class Shop {
      sell(): number {
        return 1;
      }
    }
    const timed = { type: 'timed', options: {} };

    const callsites = [1, 2].map(() => observeProperty(Shop.prototype, 'sell', identity, timed));

    expect(callsites[0]).toBe(callsites[1]);
    expect([callsiteOf(Shop.prototype.sell), callsites[0]?.aspects]).toEqual([callsites[0], [timed, timed]]);
    expect(Object.getOwnPropertyDescriptor(Shop.prototype, 'sell')).toMatchObject({
      configurable: true,
      enumerable: false,
      writable: true,
    });
  });

  it('leaves accessors and frozen prototypes alone', () => {
    class Shop {
      get open(): boolean {
        throw new Error('evaluated');
      }
      sell(): number {
        return 1;
      }
    }
    Object.freeze(Shop.prototype);

    const callsites: (Callsite | undefined)[] = ['open', 'sell'].map((key) =>
      observeProperty(Shop.prototype, key, identity),
    );

    expect(callsites).toEqual([undefined, undefined]);
    expect(new Shop().sell()).toBe(1);
  });
});

describe('beginCall', () => {
  const callsite = callsiteOf(observeMethod((() => 1) as never, identity))!;
  const instance = {};

  it('is of no use where there is no application, or nobody is interested', () => {
    const withoutApplication = beginCall(callsite, instance, []);
    activePipeline({ handles: () => false });
    const idle = beginCall(callsite, instance, []);
    activePipeline({ admits: () => false });
    const declined = beginCall(callsite, instance, []);

    expect([withoutApplication, idle, declined]).toEqual([undefined, undefined, undefined]);
  });

  it('makes an operation where a handler admits the call, and records it too', () => {
    const journal: unknown[] = [];
    const ended: Operation[] = [];
    activePipeline({ admits: () => true, end: (operation) => void ended.push(operation), bind: recorder(journal) });

    const settlement = beginCall(callsite, instance, [7])!;
    const inside = context.with(settlement.context!, currentOperation);
    settlement.settled('ok', undefined, 'sold');

    expect(ended).toEqual([inside]);
    expect([inside?.name, inside?.outcome, inside?.call]).toEqual([
      'Shop.sell',
      'ok',
      { instance, args: [7], result: 'sold' },
    ]);
    expect(journal).toEqual(['start', ['ok', undefined, [7], 'sold']]);
  });

  it.each([true, false])('records the call where nobody wants an operation (told of its start: %s)', (isTold) => {
    const journal: unknown[] = [];
    const error = new Error('sold out');
    timedPipeline(journal, { wants: () => false }, isTold ? {} : { start: undefined });

    const settlement = beginCall(callsite, instance, [7])!;
    settlement.settled('error', error);

    expect(settlement.context).toBeUndefined();
    expect(journal).toEqual([...(isTold ? ['start'] : []), ['error', 5, error, [7], undefined]]);
  });
});

describe('settlementOf', () => {
  it('records a call that its source has made an operation of: one operation, with what the decorators measure', () => {
    const journal: unknown[] = [];
    const ended: string[] = [];
    const pipeline = activePipeline({
      bind: recorder(journal, { readsCall: true }),
      end: ({ name, outcome }) => void ended.push(`${name} ${String(outcome)}`),
    });
    const callsite = callsiteOf(observeMethod((() => 1) as never, identity))!;
    const call = { instance: undefined, args: [7] };

    const { settled } = settlementOf(pipeline.start({ kind: 'schedule.run', name: 'Shop.open', callsite, call }));
    settled('ok', undefined, 'sold');

    expect(journal).toEqual(['start', ['ok', undefined, [7], 'sold']]);
    expect(ended).toEqual(['Shop.open ok']);
  });

  it('tells a recorder of the end that does not want to know of the start', () => {
    const journal: unknown[] = [];
    const pipeline = activePipeline({ bind: recorder(journal, { start: undefined }) });
    const callsite = callsiteOf(observeMethod((() => 1) as never, identity))!;

    settlementOf(pipeline.start({ kind: 'schedule.run', name: 'Shop.open', callsite })).settled('ok', undefined);

    expect(journal).toEqual([['ok', undefined, undefined, undefined]]);
  });

  it('ends an operation that is no call of an observed method', () => {
    const pipeline = activePipeline({});
    const run = pipeline.start({ kind: 'schedule.run', name: 'made' });

    settlementOf(run).settled('error', new Error('broken'));

    expect([run.outcome, run.error]).toEqual(['error', new Error('broken')]);
  });
});
