/** The time of day for everything that says "3 s ago": one timer for all, and none while nobody looks. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

const now = signal(Date.now());
let users = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Rises every second while it is used. */
export function useNow(): ReadonlySignal<number> {
  useEffect(() => {
    users += 1;
    now.value = Date.now();
    timer ??= setInterval(tick, 1_000);
    return () => {
      users -= 1;
      if (users === 0) timer = void clearInterval(timer);
    };
  }, []);
  return now;
}

function tick(): void {
  if (!document.hidden) now.value = Date.now();
}
