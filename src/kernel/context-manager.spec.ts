import { context, createContextKey, ROOT_CONTEXT, type ContextManager } from '@opentelemetry/api';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureContextManager, enterContext, leaveContext, watchContexts } from './context-manager.js';

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
  expect(who()).toBe('outer');
});
