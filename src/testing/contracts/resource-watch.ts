/** What a piece of work leaves behind: timers that it has set and not cleared, memory that it does not give back. */
import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Timers set within `during`, by whatever that calls and awaits; those of the test runner are none of them. */
export class TimerWatch {
  private readonly within = new AsyncLocalStorage<true>();
  private readonly pending = new Set<number>();
  private readonly hook = createHook({
    init: (id, type) => {
      if (type === 'Timeout' && this.within.getStore() === true) this.pending.add(id);
    },
    destroy: (id) => void this.pending.delete(id),
  });

  during<T>(work: () => T): T {
    this.hook.enable();
    return this.within.run(true, work);
  }

  async left(): Promise<number> {
    // Node tells of timers that are gone on a later turn.
    await setImmediate();
    await setImmediate();
    return this.pending.size;
  }

  stop(): void {
    this.hook.disable();
  }
}

/** Bytes in use when all garbage is gone. */
export function liveBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
