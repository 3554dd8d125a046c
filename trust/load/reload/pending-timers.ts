/** Timers that were set and have neither run nor been cleared: those that do not keep the process alive are known to no list of Node's. */
import { createHook } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

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

/** Node tells of cleared timers in a later turn of the loop. */
export async function pendingTimers(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) await nextTurn();
  return pending.size;
}
