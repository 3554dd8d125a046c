/**
 * Sees uncaught exceptions and unhandled rejections without changing how Node exits: the monitor event runs before the
 * default behaviour and cannot prevent it. What has to be known afterwards is written synchronously.
 */
import type { CrashKind } from './config/index.js';

/** Returns how to stop watching. */
export function watchCrashes(onCrash: (error: unknown, kind: CrashKind) => void): () => void {
  const listener = (error: Error, origin: CrashKind): void => {
    try {
      onCrash(error, origin);
    } catch {
      // The application's own crash is the news; a second one would hide it.
    }
  };
  process.on('uncaughtExceptionMonitor', listener);
  return () => void process.off('uncaughtExceptionMonitor', listener);
}
