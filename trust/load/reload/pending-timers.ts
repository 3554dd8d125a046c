/** Timers that were set and have neither run nor been cleared: those that do not keep the process alive are known to no list of Node's. */
import { createHook } from 'node:async_hooks';

const pending = new Set<number>();

const hook = createHook({
  init: (id, type) => {
    if (type === 'Timeout') pending.add(id);
  },
  destroy: (id) => void pending.delete(id),
});

export function watchTimers(): void {
  hook.enable();
}

export function pendingTimers(): number {
  return pending.size;
}
