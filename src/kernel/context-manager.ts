/** The OpenTelemetry API has no context without a manager; ours is used when neither application nor SDK brought one. */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { context, createContextKey, ROOT_CONTEXT, type Context, type ContextManager } from '@opentelemetry/api';

/** Makes sure that contexts travel through promises, timers and emitters; keeps a manager that is already there. */
export function ensureContextManager(): void {
  if (hasContextManager()) return;
  const manager = new AmbientContextManager();
  if (context.setGlobalContextManager(manager)) own = manager;
}

let own: AmbientContextManager | undefined;
// Behind a getter of its package.
const root = ROOT_CONTEXT;

/**
 * Calls `watcher` whenever a context is made current by hand, until the undo is called: what an asynchronous step begins with,
 * `async_hooks` tells, but not what changes inside it. A manager of the application's tells nothing.
 */
export function watchContexts(watcher: () => void): () => void {
  const watched = own;
  if (watched === undefined) return () => undefined;
  watched.watcher = watcher;
  return () => {
    if (watched.watcher === watcher) watched.watcher = undefined;
  };
}

/** The same as `context.active()`, which looks its manager up at each call. */
export function activeContext(): Context {
  return own?.isEnabled === true ? own.active() : context.active();
}

/**
 * Makes `ambient` current without a frame on the stack, which `context.with` costs three of. Returns what `leaveContext` wants
 * when the synchronous part is over; undefined where a manager of the application's is in charge, and nothing has changed.
 */
export function enterContext(ambient: Context): Context | undefined {
  return own?.isEnabled === true ? own.exchange(ambient) : undefined;
}

export function leaveContext(left: Context): void {
  if (own?.isEnabled === true) own.exchange(left);
}

/** The same as `context.with`, for the entry of a request or a message: what is called inside has a few frames of ours below it. */
export function runInContext<A extends unknown[], T>(
  ambient: Context,
  work: (...args: A) => T,
  thisArg: unknown,
  args: A,
): T {
  if (own?.isEnabled === true) return own.run(ambient, work, thisArg, args);
  return context.with(ambient, work as never, thisArg as never, ...args) as T;
}

function hasContextManager(): boolean {
  const probe = createContextKey('nestjs-observability probe');
  return context.with(ROOT_CONTEXT.setValue(probe, true), () => context.active().getValue(probe) === true);
}

const RESOURCE = 'nestjs-observability';
/** Nobody is told of its end. */
const BY_HAND = { requireManualDestroy: true };

class AmbientContextManager implements ContextManager {
  /** False once the application has taken it out: `context.disable()`. */
  isEnabled = true;
  watcher: (() => void) | undefined;
  private readonly storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.storage.getStore() ?? root;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    ambient: Context,
    work: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.run(ambient, work, thisArg, args);
  }

  /**
   * A resource brings back by itself what was current before. Coming back by a second `enterWith` would copy Node 24's frame
   * of all stores once more, which is most of what entering costs (docs/decisions/0017-frames-of-node-24.md).
   */
  run<A extends unknown[], T>(ambient: Context, work: (...args: A) => T, thisArg: unknown, args: A): T {
    try {
      const resource = new AsyncResource(RESOURCE, BY_HAND);
      return resource.runInAsyncScope(this.begin<A, T>, this, ambient, work, thisArg, args);
    } finally {
      this.watcher?.();
    }
  }

  exchange(ambient: Context): Context {
    const left = this.active();
    this.storage.enterWith(ambient);
    this.watcher?.();
    return left;
  }

  private begin<A extends unknown[], T>(ambient: Context, work: (...args: A) => T, thisArg: unknown, args: A): T {
    this.storage.enterWith(ambient);
    this.watcher?.();
    return Reflect.apply(work, thisArg, args);
  }

  bind<T>(ambient: Context, target: T): T {
    if (target instanceof EventEmitter) return bindEmitter(this, ambient, target);
    return typeof target === 'function' ? (bindFunction(this, ambient, target) as T) : target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.isEnabled = false;
    this.storage.disable();
    return this;
  }
}

type Callable = (this: unknown, ...args: unknown[]) => unknown;

function bindFunction(manager: ContextManager, ambient: Context, target: object): Callable {
  const bound = function (this: unknown, ...args: unknown[]): unknown {
    return manager.with(ambient, target as Callable, this, ...args);
  };
  return Object.defineProperty(bound, 'length', { value: (target as Callable).length });
}

const LISTENER_METHODS = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const;

/** Listeners added from now on run in `ambient`; removing them by the original function keeps working. */
function bindEmitter<T extends EventEmitter>(manager: ContextManager, ambient: Context, emitter: T): T {
  for (const method of LISTENER_METHODS) {
    const add = emitter[method];
    emitter[method] = function (this: T, event: string | symbol, listener: Callable) {
      // EventEmitter itself compares `listener.listener` when a listener is removed.
      return add.call(this, event, Object.assign(bindFunction(manager, ambient, listener), { listener }));
    } as never;
  }
  return emitter;
}
