/** The part of cache-manager 6 and 7 that is observed, by its shape: the package itself is never loaded. */
import { types } from 'node:util';
import { impersonate } from '../../kernel/index.js';

export type AsyncMethod = (this: unknown, ...args: unknown[]) => Promise<unknown>;

/** An object literal of functions, made by `createCache`. */
export interface CacheManager {
  get: AsyncMethod;
  mget: AsyncMethod;
  wrap: AsyncMethod;
  del: AsyncMethod;
  mdel: AsyncMethod;
  readonly stores: readonly CacheStore[];
}

/** A Keyv, or what behaves like one. */
export interface CacheStore {
  readonly namespace?: unknown;
  /** What Keyv keeps its entries in: a Map unless the application chose otherwise. */
  readonly store?: unknown;
  readonly hooks?: {
    addHandler?(event: string, handler: StoreHook): void;
    removeHandler?(event: string, handler: StoreHook): void;
  };
}

export type StoreHook = (told: { readonly key?: unknown }) => void;

const METHODS = ['get', 'mget', 'wrap', 'del', 'mdel'] as const;

type MethodName = (typeof METHODS)[number];

/** Judged by own data properties alone: no getter of the application's is evaluated. */
export function isCacheManager(instance: object): instance is CacheManager {
  if (types.isProxy(instance) || !Array.isArray(ownValue(instance, 'stores'))) return false;
  return METHODS.every((name) => typeof ownValue(instance, name) === 'function');
}

function ownValue(instance: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(instance, name)?.value as unknown;
}

/** What is done instead of a method: calls it with `self` and `args`, and returns what it returned. */
export type Shadow = (original: AsyncMethod, self: unknown, args: unknown[]) => Promise<unknown>;

/** Puts a shadow in the place of a method. Returns the undo; who has wrapped the shadow meanwhile keeps it. */
export function shadow(cache: CacheManager, name: MethodName, instead: Shadow): () => void {
  const original = cache[name];
  const observed: AsyncMethod = function (...args) {
    return instead(original, this, args);
  };
  impersonate(observed, original);
  cache[name] = observed;
  return () => {
    if (cache[name] === observed) cache[name] = original;
  };
}

/** Keyv's own default says nothing of the cache. */
const UNNAMED = new Set<unknown>(['keyv', '']);

/** The namespace of the store that is asked first. */
export function cacheNameOf({ stores }: CacheManager): string {
  const namespace = stores[0]?.namespace;
  return typeof namespace === 'string' && !UNNAMED.has(namespace) ? namespace : 'default';
}

/** Of the first store that can tell without being asked over a network; undefined when none can. */
export function entriesOf({ stores }: CacheManager): number | undefined {
  for (const { store } of stores) {
    const size = (store as { size?: unknown } | null | undefined)?.size;
    if (typeof size === 'number') return size;
  }
  return undefined;
}
