import type { HttpServer } from '@nestjs/common';
import { Diagnostics } from '../kernel/index.js';
import { chainBeforeClose, Drain, type DrainOptions } from './drain.js';
import { ReadinessState } from './readiness.js';
import { hasShutdownHooks } from './shutdown-hooks.js';

describe('Drain', () => {
  it('turns readiness off at once and waits before it is over', async () => {
    const { drain, readiness } = draining({ drainTimeoutMs: 40 });
    const startedAtMs = performance.now();

    const isOver = drain.begin();
    const { state } = readiness.current;
    await isOver;

    expect(state).toBe('draining');
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(38);
  });

  it('happens once, however many ask', async () => {
    let begun = 0;
    const { drain } = draining({ drainTimeoutMs: 5, onBegin: () => void begun++ });

    const [first, second] = [drain.begin(), drain.begin()];
    await first;

    expect([first === second, drain.begin() === first, begun]).toEqual([true, true, 1]);
  });

  it('goes on when its listener throws', async () => {
    const { drain, diagnostics } = draining({ onBegin: () => raise(new Error('broken')) });

    await drain.begin();

    expect([...diagnostics.failures.values()]).toEqual([{ labels: { handler: 'health', phase: 'drain' }, value: 1 }]);
  });
});

describe('chainBeforeClose', () => {
  it('drains before what is there, with its arguments, this and result', async () => {
    const { drain, readiness } = draining({});
    const calls: unknown[] = [];
    const adapter = adapterWith(function (this: unknown, ...args: unknown[]) {
      calls.push(this === adapter, readiness.current.state, ...args);
      return 'closed';
    });
    chainBeforeClose(adapter, drain);

    const result = await (adapter as unknown as { beforeClose(arg: number): unknown }).beforeClose(1);

    expect([calls, result]).toEqual([[true, 'draining', 1], 'closed']);
  });

  it('works with an adapter that has none, and with several in a chain', async () => {
    const [first, second] = [draining({}), draining({})];
    const adapter = {} as HttpServer;
    chainBeforeClose(adapter, first.drain);
    chainBeforeClose(adapter, second.drain);

    await (adapter as { beforeClose?: () => unknown }).beforeClose?.();

    expect([first, second].map(({ readiness }) => readiness.current.state)).toEqual(['draining', 'draining']);
  });

  it('can be undone, unless somebody chained on top', () => {
    const own = adapterWith(() => undefined);
    const before = (own as { beforeClose?: unknown }).beforeClose;
    const inherited = Object.create(own) as HttpServer;
    const chained = adapterWith(() => undefined);

    chainBeforeClose(own, draining({}).drain)();
    chainBeforeClose(inherited, draining({}).drain)();
    const undoBelow = chainBeforeClose(chained, draining({}).drain);
    chainBeforeClose(chained, draining({}).drain);
    const top = (chained as { beforeClose?: unknown }).beforeClose;
    undoBelow();

    expect((own as { beforeClose?: unknown }).beforeClose).toBe(before);
    expect(Object.hasOwn(inherited, 'beforeClose')).toBe(false);
    expect((chained as { beforeClose?: unknown }).beforeClose).toBe(top);
  });
});

describe('hasShutdownHooks', () => {
  it('knows whether anybody handles SIGTERM', () => {
    const others = process.listeners('SIGTERM');
    process.removeAllListeners('SIGTERM');

    const without = hasShutdownHooks();
    process.on('SIGTERM', raise);
    const having = hasShutdownHooks();

    process.off('SIGTERM', raise);
    others.forEach((other) => process.on('SIGTERM', other));
    expect([without, having]).toEqual([false, true]);
  });
});

function draining(options: Partial<DrainOptions>): {
  drain: Drain;
  readiness: ReadinessState;
  diagnostics: Diagnostics;
} {
  const readiness = new ReadinessState({ now: () => 0, toEpochMs: (reading) => reading });
  const diagnostics = new Diagnostics(() => undefined);
  readiness.waitFor([]);
  return { drain: new Drain({ readiness, diagnostics, drainTimeoutMs: 0, ...options }), readiness, diagnostics };
}

function adapterWith(beforeClose: (...args: unknown[]) => unknown): HttpServer {
  return { beforeClose } as unknown as HttpServer;
}

function raise(error: Error): never {
  throw error;
}
