import { Readable } from 'node:stream';
import { context, createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { firstValueFrom, Observable, of, Subject, throwError } from 'rxjs';
import { collectGarbage } from '../../test/support/garbage.js';
import { ensureContextManager } from './context-manager.js';
import { settle, settleDerived, settleResult, type Settlement } from './settle.js';
import type { Outcome } from './operation.js';

ensureContextManager();

interface Settled {
  outcome: Outcome;
  error: unknown;
  result: unknown;
}

function recording(): { settlement: Settlement; settled: Settled[] } {
  const settled: Settled[] = [];
  const settlement: Settlement = {
    context: undefined,
    settled: (outcome, error, result) => void settled.push({ outcome, error, result }),
  };
  return { settlement, settled };
}

const abort = Object.assign(new Error('stop'), { name: 'AbortError' });

describe('settle', () => {
  it.each([42, 'text', null, undefined, { plain: true }, [1, 2]])('settles %p at once and hands it on', (value) => {
    const { settlement, settled } = recording();

    const result = settle(() => value, settlement);

    expect(result).toBe(value);
    expect(settled).toEqual([{ outcome: 'ok', error: undefined, result: value }]);
  });

  it.each([new Error('no'), undefined, 'text'])('rethrows the very value %p', (thrown) => {
    const { settlement, settled } = recording();
    let caught: unknown = 'nothing';

    try {
      settle(() => {
        throw thrown;
      }, settlement);
    } catch (error) {
      caught = error;
    }

    expect(caught).toBe(thrown);
    expect(settled).toEqual([{ outcome: 'error', error: thrown, result: undefined }]);
  });

  it('returns the same promise and settles when it does', async () => {
    const { settlement, settled } = recording();
    const promise = Promise.resolve(7);

    const returned = settle(() => promise, settlement);

    expect(returned).toBe(promise);
    expect(settled).toEqual([]);
    await promise;
    expect(settled).toEqual([{ outcome: 'ok', error: undefined, result: 7 }]);
  });

  it('leaves a rejection to the caller and makes no second one', async () => {
    const { settlement, settled } = recording();
    const unhandled: unknown[] = [];
    const listener = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', listener);

    await expect(settle(() => Promise.reject(abort), settlement)).rejects.toBe(abort);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', listener);

    expect(settled).toEqual([{ outcome: 'canceled', error: abort, result: undefined }]);
    expect(unhandled).toEqual([]);
  });

  it('knows the aborts of model clients by their class, for their name is that of any error', async () => {
    class APIUserAbortError extends Error {}
    const error = new APIUserAbortError('Request was aborted.');
    const { settlement, settled } = recording();

    await expect(settle(() => Promise.reject(error), settlement)).rejects.toBe(error);

    expect(settled).toEqual([{ outcome: 'canceled', error, result: undefined }]);
  });

  it('never touches a lazy thenable, so that it runs once', async () => {
    const { settlement, settled } = recording();
    let runs = 0;
    const query = { then: (resolve: (rows: string) => void) => resolve(`rows ${++runs}`) };

    const returned = settle(() => query, settlement);

    expect(await returned).toBe('rows 1');
    expect(settled).toHaveLength(1);
  });

  it('never touches a promise subclass whose then is its own', async () => {
    let runs = 0;
    class LazyPromise<T> extends Promise<T> {
      override then<A, B>(...handlers: Parameters<Promise<T>['then']>): Promise<A | B> {
        runs++;
        return super.then(...handlers) as Promise<A | B>;
      }
    }
    const { settlement } = recording();

    await settle(() => new LazyPromise((resolve) => resolve(1)), settlement);

    expect(runs).toBe(1);
  });

  it('settles a generator when its iteration ends', () => {
    const { settlement, settled } = recording();
    function* count() {
      yield 1;
      yield 2;
    }

    const numbers = settle(() => count(), settlement);

    expect(settled).toEqual([]);
    expect([...numbers]).toEqual([1, 2]);
    expect(settled).toEqual([{ outcome: 'ok', error: undefined, result: undefined }]);
  });

  it('takes an iteration that is broken off as canceled', async () => {
    const { settlement, settled } = recording();
    async function* count() {
      yield 1;
      yield 2;
    }

    for await (const _ of settle(() => count(), settlement)) break;

    expect(settled.map(({ outcome }) => outcome)).toEqual(['canceled']);
  });

  it('settles an async iterable by its iteration and leaves streams alone', async () => {
    const { settlement, settled } = recording();
    const iterable = {
      async *[Symbol.asyncIterator]() {
        yield 'a';
        throw new TypeError('broken');
      },
    };

    const read = async () => {
      for await (const _ of settle(() => iterable, settlement)) void _;
    };

    await expect(read()).rejects.toThrow('broken');
    expect(settled.map(({ outcome }) => outcome)).toEqual(['error']);
  });

  it('lets an iterator without return be broken off', async () => {
    const { settlement, settled } = recording();
    const iterator = { next: async () => ({ value: 1, done: false }) };
    const iterable = settle(() => ({ [Symbol.asyncIterator]: () => iterator }), settlement);

    let seen = 0;
    for await (const value of iterable) {
      seen += value;
      break;
    }

    expect(seen).toBe(1);
    expect(settled).toEqual([]);
  });

  it('leaves the error of an iterator that answers nonsense to its consumer', async () => {
    const { settlement } = recording();
    const iterator = { next: async () => undefined as unknown as IteratorResult<number> };
    const iterable = settle(() => ({ [Symbol.asyncIterator]: () => iterator }), settlement);

    const consumed = (async () => {
      for await (const value of iterable) expect(value).toBe('never');
    })();

    await expect(consumed).rejects.toThrow(TypeError);
  });

  it.each([
    ['generator', () => Object.freeze(generated())],
    ['iterator', () => ({ [Symbol.asyncIterator]: () => Object.freeze(counting()) })],
  ])('takes a frozen %s as it is', async (_name, make) => {
    const { settlement, settled } = recording();

    const values: number[] = [];
    for await (const value of settle<AsyncIterable<number> | Iterable<number>>(make, settlement)) values.push(value);

    expect(values).toEqual([1, 2]);
    expect(settled.map(({ outcome }) => outcome)).toEqual(['ok']);
  });

  it('never touches a lazy thenable that can be iterated too, as query builders are', async () => {
    const { settlement, settled } = recording();
    const query = {
      then: (resolve: (rows: number) => void) => resolve(3),
      async *[Symbol.asyncIterator]() {
        yield 1;
      },
    };
    const ownKeys = Reflect.ownKeys(query);

    const returned = settle(() => query, settlement);

    expect(Reflect.ownKeys(returned)).toEqual(ownKeys);
    expect(settled).toHaveLength(1);
    expect(await returned).toBe(3);
  });

  it('asks a proxy nothing', () => {
    const { settlement, settled } = recording();
    const refuse = (): never => {
      throw new Error('a trap was run');
    };
    const proxy: object = new Proxy({}, { get: refuse, has: refuse, getPrototypeOf: refuse, isExtensible: refuse });

    const returned = settle(() => proxy, settlement);

    expect(Object.is(returned, proxy)).toBe(true);
    expect(settled.map(({ outcome }) => outcome)).toEqual(['ok']);
  });

  it('leaves streams of the Web alone', () => {
    const { settlement, settled } = recording();

    const stream = settle(() => new ReadableStream(), settlement);

    expect(Object.hasOwn(stream, Symbol.asyncIterator)).toBe(false);
    expect(settled.map(({ outcome }) => outcome)).toEqual(['ok']);
  });

  it('settles an Observable per subscription', async () => {
    const outcomes: string[] = [];
    const settlement = (name: string): Settlement => ({
      context: undefined,
      settled: (outcome) => void outcomes.push(`${name} ${outcome}`),
      again: () => settlement('second'),
    });

    const source = settle(() => of(1, 2), settlement('first'));

    expect(outcomes).toEqual([]);
    await firstValueFrom(source.pipe());
    source.subscribe();
    expect(outcomes).toEqual(['first ok', 'second ok']);
  });

  it('tells errors of an Observable and unsubscription apart', () => {
    const failing = recording();
    const endless = recording();

    settle(() => throwError(() => new Error('no')), failing.settlement).subscribe({ error: () => undefined });
    settle(() => new Observable(() => undefined), endless.settlement)
      .subscribe()
      .unsubscribe();

    expect(failing.settled.map(({ outcome }) => outcome)).toEqual(['error']);
    expect(endless.settled.map(({ outcome }) => outcome)).toEqual(['canceled']);
  });

  it('hands a Subject on as it is: a channel is not work', () => {
    const { settlement, settled } = recording();
    const subject = new Subject<number>();

    expect(settle(() => subject, settlement)).toBe(subject);
    expect(settled).toHaveLength(1);
  });
});

describe('a promise', () => {
  it('is handed on as another one where it was made by an async function', async () => {
    const { settlement, settled } = recording();
    const promise = Promise.resolve(7);

    const [fromAsync, told, plain] = [
      settle(
        () => promise,
        settlement,
        async () => promise,
      ),
      settleResult(promise, settlement, true),
      settleResult(promise, settlement),
    ];

    expect([fromAsync === promise, told === promise, plain === promise]).toEqual([false, false, true]);
    expect(await Promise.all([fromAsync, told, plain])).toEqual([7, 7, 7]);
    expect(settled.map(({ outcome, result }) => [outcome, result])).toEqual([
      ['ok', 7],
      ['ok', 7],
      ['ok', 7],
    ]);
  });

  it.each<[string, (promise: Promise<number>) => object]>([
    ['has a then of its own', (promise) => Object.assign(promise, { then: () => undefined })],
    ['says that it is of another class', (promise) => Object.assign(promise, { constructor: Object })],
    ['says that it is of no class', (promise) => Object.assign(promise, { constructor: undefined })],
  ])('that %s is over at once', (_what, change) => {
    const { settlement, settled } = recording();
    const promise = change(Promise.resolve(7));

    expect(Object.is(settleResult(promise, settlement), promise)).toBe(true);
    expect(settled.map(({ outcome }) => outcome)).toEqual(['ok']);
  });
});

describe('a generator', () => {
  function* echo(): Generator<unknown, string, unknown> {
    const given: unknown = yield 'first';
    yield given;
    return 'last';
  }
  async function* echoLater(): AsyncGenerator<unknown, string, unknown> {
    const given: unknown = yield 'first';
    yield given;
    return 'last';
  }

  it.each([
    ['at once', echo],
    ['later', echoLater],
  ])('is given what its consumer sends, and gives what it returns, %s', async (_when, make) => {
    const { settlement, settled } = recording();
    const generator = settle<Generator | AsyncGenerator>(make, settlement);

    const steps = [await generator.next(), await generator.next('sent'), await generator.next()];
    await generator.return('again');

    expect(steps).toEqual([
      { value: 'first', done: false },
      { value: 'sent', done: false },
      { value: 'last', done: true },
    ]);
    expect(settled).toEqual([{ outcome: 'ok', error: undefined, result: undefined }]);
  });

  it.each([
    ['at once', echo],
    ['later', echoLater],
  ])('is canceled by a return, and fails by a throw that it does not catch, %s', async (_when, make) => {
    const { settlement, settled } = recording();
    const error = new Error('no');
    const [returned, failed, aborted] = [1, 2, 3].map(() => settle<Generator | AsyncGenerator>(make, settlement));
    const thrownInto = async (generator: Generator | AsyncGenerator, reason: Error) => generator.throw(reason);

    expect(await returned!.return(5)).toEqual({ value: 5, done: true });
    await expect(thrownInto(failed!, error)).rejects.toBe(error);
    await expect(thrownInto(aborted!, abort)).rejects.toBe(abort);

    expect(settled.map(({ outcome, error: reason }) => [outcome, reason])).toEqual([
      ['canceled', undefined],
      ['error', error],
      ['canceled', abort],
    ]);
  });

  it('ends well by a return or throw that it answers with its last value', () => {
    const { settlement, settled } = recording();
    const generator = settle(function* () {
      try {
        yield 1;
      } catch {
        return 2;
      }
    }, settlement);

    generator.next();

    expect(generator.throw(new Error('no'))).toEqual({ value: 2, done: true });
    expect(settled.map(({ outcome }) => outcome)).toEqual(['ok']);
  });

  it('whose next cannot be replaced is over at once', () => {
    const { settlement, settled } = recording();
    const generator = generated();
    const { next } = generator;
    Object.defineProperty(generator, 'next', { value: next, configurable: false });

    expect([...settle(() => generator, settlement)]).toEqual([1, 2]);
    expect(settled.map(({ outcome }) => outcome)).toEqual(['ok']);
  });
});

describe('what only looks like something to wait for', () => {
  const refuse = () => {
    throw new Error('hostile');
  };
  const withGetter = (key: PropertyKey, rest: object = {}) => Object.defineProperty(rest, key, { get: refuse });
  const iterate = () => counting();
  class Prices extends Observable<number> {}

  it.each<[string, object]>([
    ['has a lift that cannot be read', withGetter('lift')],
    ['has an iterator that cannot be read', withGetter(Symbol.asyncIterator)],
    ['has a then that cannot be read', withGetter('then', { [Symbol.asyncIterator]: iterate })],
    ['is of a subclass', new Prices()],
    ['is like an Observable', { lift: () => undefined, subscribe: () => undefined }],
    ['is a stream of Node', Readable.from(['a'])],
    ['is frozen', Object.freeze({ [Symbol.asyncIterator]: iterate })],
    ['has no iterator but a word', { [Symbol.asyncIterator]: 'iterate' }],
    ['has no class', Object.create(null) as object],
  ])('is over at once where it %s', (_what, value) => {
    const { settlement, settled } = recording();
    const own = Reflect.ownKeys(value);

    expect(Object.is(settleResult(value, settlement), value)).toBe(true);

    expect(settled.map(({ outcome, result }) => [outcome, Object.is(result, value)])).toEqual([['ok', true]]);
    expect(Reflect.ownKeys(value)).toEqual(own);
  });
});

it('what nobody ever consumes is canceled once it is gone, and nothing else is', async () => {
  const outcomes: string[] = [];
  const settlement = (name: string): Settlement => ({
    context: undefined,
    settled: (outcome) => void outcomes.push(`${name} ${outcome}`),
  });
  const make = (name: string) => [
    settle(generated, settlement(`${name} generator`)),
    settle(() => ({ [Symbol.asyncIterator]: () => counting() }), settlement(`${name} iterable`)),
    settle(() => new Observable(() => undefined), settlement(`${name} Observable`)),
  ];
  make('untouched');
  const [generator, iterable, observable] = make('begun') as [Generator, AsyncIterable<number>, Observable<number>];
  generator.next();
  void iterable[Symbol.asyncIterator]().next();
  observable.subscribe();

  await collectGarbage();

  expect(outcomes.toSorted()).toEqual([
    'untouched Observable canceled',
    'untouched generator canceled',
    'untouched iterable canceled',
  ]);
});

function counting(): AsyncIterator<number> {
  let count = 0;
  return { next: async () => ({ value: ++count, done: count > 2 }) as IteratorResult<number> };
}

function* generated(): Generator<number> {
  yield 1;
  yield 2;
}

describe('what is settled by its consumer', () => {
  const current = createContextKey('current');
  const within = (settlement: Settlement): Settlement => ({
    ...settlement,
    context: ROOT_CONTEXT.setValue(current, 'inside'),
  });

  it('runs its own code in the context of the call, and its consumer outside', () => {
    const { settlement } = recording();
    function* look() {
      yield context.active().getValue(current);
    }
    const source = new Observable((subscriber) => subscriber.next(context.active().getValue(current)));
    const seen: unknown[] = [];

    for (const value of settle(() => look(), within(settlement))) seen.push(value, context.active().getValue(current));
    settle(() => source, within(settlement)).subscribe((value) => seen.push(value));

    expect(seen).toEqual(['inside', undefined, 'inside']);
  });

  it('is over well when who subscribed has the value that was wanted', async () => {
    const { settlement, settled } = recording();
    const endless = new Observable<number>((subscriber) => subscriber.next(1));

    await firstValueFrom(settle(() => endless, settlement));

    expect(settled.map(({ outcome }) => outcome)).toEqual(['ok']);
  });

  it('is canceled when who subscribed leaves after a value', () => {
    const { settlement, settled } = recording();
    const endless = new Observable<number>((subscriber) => subscriber.next(1));

    settle(() => endless, settlement)
      .subscribe()
      .unsubscribe();

    expect(settled.map(({ outcome }) => outcome)).toEqual(['canceled']);
  });

  it('counts for its first consumer alone where nobody asks for more', async () => {
    const { settlement, settled } = recording();
    const observable = settle(() => of(1), settlement);
    const iterable = settle(() => ({ [Symbol.asyncIterator]: () => counting() }), settlement);
    const read = async () => {
      for await (const value of iterable) expect(value).toBeLessThan(3);
    };

    for (let consumer = 0; consumer < 3; consumer++) {
      observable.subscribe();
      await read();
    }

    expect(settled.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });

  it('can be wrapped again by others', () => {
    const { settlement } = recording();
    const generator = settle(() => generated(), settlement);
    const iterable = settle(() => ({ [Symbol.asyncIterator]: () => counting() }), settlement);

    const shadows = [
      ...(['next', 'return', 'throw'] as const).map((method) => Object.getOwnPropertyDescriptor(generator, method)),
      Object.getOwnPropertyDescriptor(iterable, Symbol.asyncIterator),
    ];

    expect(shadows.map((shadow) => [shadow?.configurable, shadow?.writable])).toEqual(
      Array.from({ length: 4 }, () => [true, true]),
    );
  });
});

describe('settleDerived', () => {
  it('hands on another promise of the same value', async () => {
    const { settlement, settled } = recording();
    const promise = Promise.resolve(7);

    const derived = settleDerived(promise, settlement);

    expect(derived).not.toBe(promise);
    await expect(derived).resolves.toBe(7);
    expect(settled).toEqual([{ outcome: 'ok', error: undefined, result: 7 }]);
  });

  it('leaves a rejection, the very error, to whoever gets the promise', async () => {
    const { settlement, settled } = recording();
    const error = new RangeError('no');

    const derived = settleDerived(Promise.reject(error), settlement);

    await expect(derived).rejects.toBe(error);
    expect(settled).toEqual([{ outcome: 'error', error, result: undefined }]);
  });
});
