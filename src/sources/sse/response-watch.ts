/**
 * Sees every streamed response of the process: `write` and `flushHeaders` on the prototypes of Node's responses. An ordinary
 * answer calls neither of them and costs nothing. While nobody watches, the prototypes are as Node has made them.
 */
import { impersonate } from '../../kernel/index.js';

/** Called after Node has done its work. `chunk` is undefined for the head alone. */
export type ResponseWatcher = (response: object, chunk: unknown) => void;

type Method = (this: object, ...args: unknown[]) => unknown;
type Prototype = Record<string, Method | undefined>;

interface Watch {
  readonly watchers: Set<ResponseWatcher>;
  readonly restore: () => void;
}

const watches = new Map<object, Watch>();

/** Returns the undo. A prototype that another application watches already is not wrapped again. */
export function watchResponses(prototype: object, watcher: ResponseWatcher): () => void {
  const watch = watches.get(prototype) ?? newWatch(prototype as Prototype);
  watches.set(prototype, watch);
  watch.watchers.add(watcher);
  return () => {
    watch.watchers.delete(watcher);
    if (watch.watchers.size > 0) return;
    watch.restore();
    watches.delete(prototype);
  };
}

function newWatch(prototype: Prototype): Watch {
  const watchers = new Set<ResponseWatcher>();
  const restores = [
    wrapMethod(prototype, 'write', watchers, (args) => args[0]),
    wrapMethod(prototype, 'flushHeaders', watchers, () => undefined),
  ];
  return { watchers, restore: () => restores.forEach((restore) => restore()) };
}

function wrapMethod(
  prototype: Prototype,
  name: string,
  watchers: ReadonlySet<ResponseWatcher>,
  chunkOf: (args: IArguments) => unknown,
): () => void {
  const own = Object.getOwnPropertyDescriptor(prototype, name);
  const original = prototype[name]!;
  const watching: Method = function (this: object): unknown {
    const result = Reflect.apply(original, this, arguments);
    for (const watcher of watchers) watcher(this, chunkOf(arguments));
    return result;
  };
  impersonate(watching, original);
  Object.defineProperty(prototype, name, { configurable: true, writable: true, ...own, value: watching });
  return () => {
    // Whoever has wrapped it after us keeps what he has; ours then passes on only.
    if (prototype[name] !== watching) return;
    if (own === undefined) delete prototype[name];
    else Object.defineProperty(prototype, name, own);
  };
}
