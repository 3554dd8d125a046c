/** Whether anybody listens when an orchestrator asks the process to stop; without, there is nothing to drain. */

/** What to say when nobody does. */
export const SHUTDOWN_HOOKS_HINT =
  'Nobody handles SIGTERM, so a stopping process drops its requests and its last telemetry. ' +
  'Call app.enableShutdownHooks() before app.listen().';

/**
 * Nest keeps no flag for `app.enableShutdownHooks()`; what it leaves is a listener on the process. An application that
 * handles the signal itself is just as well served. Ask after start: the call may come later than the bootstrap hooks.
 */
export function hasShutdownHooks(): boolean {
  return process.listenerCount('SIGTERM') > 0;
}
