import { context, createContextKey, ROOT_CONTEXT, type ContextManager } from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type * as ContextManagers from './context-manager.js';
import {
  activeContext,
  ensureContextManager,
  enterContext,
  leaveContext,
  runInContext,
  watchContexts,
} from './context-manager.js';

const KEY = createContextKey('who');
const who = (): unknown => context.active().getValue(KEY);
const inner = ROOT_CONTEXT.setValue(KEY, 'inner');
const outer = ROOT_CONTEXT.setValue(KEY, 'outer');

beforeEach(() => context.disable());
afterAll(() => context.disable());

it('enters a context without a frame, for what is begun until it is left', async () => {
  ensureContextManager();
  const seen: unknown[] = [];
  const begun = context.with(outer, () => {
    const left = enterContext(inner)!;
    const later = delay(1).then(() => seen.push(who()));
    seen.push(who());
    leaveContext(left);
    seen.push(who());
    return later;
  });
  seen.push(who());
  await begun;

  expect(seen).toEqual(['inner', 'outer', undefined, 'inner']);
});

it('runs work in a context with its arguments, and comes back to every store as it was', async () => {
  ensureContextManager();
  const theirs = new AsyncLocalStorage<string>();
  const seen: unknown[] = [];
  const work = function (this: unknown, ...args: number[]): Promise<number> {
    seen.push(this, args, who(), theirs.getStore());
    theirs.enterWith('inside');
    return delay(1).then(() => seen.push(who(), theirs.getStore()));
  };

  const begun = theirs.run('outside', () => {
    const result = runInContext(inner, work, 'self', [1, 2]);
    seen.push(who(), theirs.getStore());
    return result;
  });
  await begun;

  expect(seen).toEqual(['self', [1, 2], 'inner', 'outside', undefined, 'outside', 'inner', 'inside']);
});

it('comes back where work throws, or the manager is somebody else’s', () => {
  ensureContextManager();
  const failing = (): void => runInContext(inner, () => raise(new Error('inside')), undefined, []);

  expect(failing).toThrow('inside');
  expect(who()).toBeUndefined();
  context.disable();
  expect(runInContext(inner, (word: string) => `${word} ${String(who())}`, undefined, ['runs'])).toBe('runs undefined');
});

it('tells a watcher what becomes current by hand, until it has seen enough', () => {
  ensureContextManager();
  const seen: unknown[] = [];

  const unwatch = watchContexts(() => seen.push(who()));
  const result = context.with(outer, () => {
    const left = enterContext(inner)!;
    leaveContext(left);
    return 'result';
  });
  expect(() =>
    context.with(inner, () => {
      throw new Error('inside');
    }),
  ).toThrow('inside');
  unwatch();
  context.with(outer, () => undefined);

  expect(result).toBe('result');
  expect(seen).toEqual(['outer', 'inner', 'outer', undefined, 'inner', undefined]);
});

it("changes nothing where the application's own manager is in charge", () => {
  ensureContextManager();
  context.disable();
  const foreign: ContextManager = {
    active: () => outer,
    with: (_ambient, work, thisArg, ...args) => Reflect.apply(work, thisArg, args) as never,
    bind: (_ambient, target) => target,
    enable: () => foreign,
    disable: () => foreign,
  };
  context.setGlobalContextManager(foreign);

  expect(enterContext(inner)).toBeUndefined();
  expect([who(), activeContext()]).toEqual(['outer', outer]);
});

it('asks and changes nothing where there has never been one', () => {
  jest.isolateModules(() => {
    const manager = jest.requireActual<typeof ContextManagers>('./context-manager.js');
    const seen: string[] = [];

    const unwatch = manager.watchContexts(() => seen.push('changed'));
    manager.leaveContext(inner);

    expect([manager.enterContext(inner), manager.activeContext().getValue(KEY)]).toEqual([undefined, undefined]);
    expect([unwatch(), seen]).toEqual([undefined, []]);
  });
});

it('goes on where a watcher has seen enough in the middle of a context', () => {
  ensureContextManager();
  const seen: unknown[] = [];
  const unwatch = watchContexts(() => seen.push(who()));

  const result = context.with(inner, () => (unwatch(), who()));

  expect([result, seen]).toEqual(['inner', ['inner']]);
});

it('asks and changes nothing once the application has taken it out', () => {
  ensureContextManager();
  context.disable();

  expect(activeContext()).toBe(ROOT_CONTEXT);
  expect(enterContext(inner)).toBeUndefined();
  leaveContext(inner);
  expect(who()).toBeUndefined();
});

it('is the same as the API’s own, inside and outside of a context', () => {
  ensureContextManager();

  expect(activeContext()).toBe(ROOT_CONTEXT);
  expect(context.with(inner, () => activeContext())).toBe(inner);
});

it('stays with the watcher that came last', () => {
  ensureContextManager();
  const seen: string[] = [];

  const unwatchFirst = watchContexts(() => seen.push('first'));
  watchContexts(() => seen.push('second'));
  unwatchFirst();
  context.with(inner, () => undefined);

  expect(seen).toEqual(['second', 'second']);
});

describe('what is bound to a context', () => {
  it('is a function with the arguments, the receiver and the length of its own', () => {
    ensureContextManager();
    const told = function (this: unknown, one: string, other: string) {
      return [this, one, other, who()];
    };

    const bound = context.bind(inner, told);

    expect(bound.call('receiver', 'a', 'b')).toEqual(['receiver', 'a', 'b', 'inner']);
    expect(bound.length).toBe(2);
    expect(context.bind(inner, 'text')).toBe('text');
  });

  it.each(['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const)(
    'is a listener that an emitter takes by %s, and gives back by its own function',
    (method) => {
      ensureContextManager();
      const seen: unknown[] = [];
      const listener = (said: string) => void seen.push(said, who());
      const emitter = context.bind(inner, new EventEmitter());

      emitter[method]('news', listener);
      emitter.emit('news', 'first');
      emitter.off('news', listener);
      emitter.emit('news', 'second');

      expect(seen).toEqual(['first', 'inner']);
    },
  );
});

function raise(error: Error): never {
  throw error;
}
