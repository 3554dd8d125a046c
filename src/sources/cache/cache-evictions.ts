/**
 * Entries that a cache loses by itself. Keyv tells of each removal by a hook; those that nobody asks for are entries whose time
 * is up, found by a read. What a store drops on its own (a limit of entries, Redis' expiry) it tells nobody.
 */
import type { MeterCells } from '../../kernel/index.js';
import { shadow, type CacheManager, type Shadow, type StoreHook } from './cache-manager.js';

/** Told before a removal begins: within the call that asks for it. */
const REMOVING = 'preDelete';

/** Returns the undo. */
export function observeEvictions(cache: CacheManager, evictions: MeterCells['counter']): () => void {
  let isAsked = false;
  const removing: StoreHook = ({ key }) => {
    if (!isAsked) evictions.add(Array.isArray(key) ? key.length : 1);
  };
  const asking: Shadow = (original, self, args) => {
    isAsked = true;
    try {
      return Reflect.apply(original, self, args);
    } finally {
      isAsked = false;
    }
  };
  for (const { hooks } of cache.stores) hooks?.addHandler?.(REMOVING, removing);
  const undos = [
    shadow(cache, 'del', asking),
    shadow(cache, 'mdel', asking),
    () => cache.stores.forEach(({ hooks }) => hooks?.removeHandler?.(REMOVING, removing)),
  ];
  return () => undos.forEach((undo) => undo());
}
