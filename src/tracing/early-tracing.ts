/**
 * The handshake between `nestjs-observability/register` and `forRoot`: never two SDKs in one process. What `register`
 * started waits in one well-known place, also when the package is loaded twice, until an application takes it over.
 */
import type { ResolvedConfig } from '../config/index.js';
import type { Diagnostics } from '../kernel/index.js';
import type { Tracing } from './tracing.js';

const HANDSHAKE = Symbol.for('nestjs-observability.sdk');

export interface EarlyTracing {
  readonly tracing: Tracing;
  readonly config: ResolvedConfig;
  readonly diagnostics: Diagnostics;
  /** Undoes all that `register` did to the process, in `timeoutMs` at the latest; an application never needs it. */
  stop(timeoutMs: number): Promise<void>;
}

type Meeting = { [HANDSHAKE]?: EarlyTracing | undefined };

/** Leaves tracing for an application to take over. */
export function offerEarlyTracing(early: EarlyTracing): void {
  (globalThis as Meeting)[HANDSHAKE] = early;
}

/** What waits to be taken over, without taking it: an application counts into the same diagnostics. */
export function peekEarlyTracing(): EarlyTracing | undefined {
  return (globalThis as Meeting)[HANDSHAKE];
}

/** Takes it over: the next application gets nothing. */
export function takeEarlyTracing(): EarlyTracing | undefined {
  const early = peekEarlyTracing();
  offerNothing();
  return early;
}

function offerNothing(): void {
  delete (globalThis as Meeting)[HANDSHAKE];
}

type Fixed = readonly [option: string, read: (config: ResolvedConfig) => unknown, isSecret?: boolean];

/** What is built into the spans and their exporter, and therefore cannot change while they run. */
const FIXED: readonly Fixed[] = [
  ['service.name', (config) => config.service.name],
  ['service.version', (config) => config.service.version],
  ['service.attributes', (config) => JSON.stringify(config.service.attributes)],
  ['environment', (config) => config.environment.name],
  ['traces.exporter', (config) => config.traces.exporter],
  ['traces.endpoint', (config) => config.traces.endpoint],
  ['traces.protocol', (config) => config.traces.protocol],
  ['traces.headers', (config) => JSON.stringify(config.traces.headers), true],
  ['traces.limits', (config) => JSON.stringify(config.traces.limits)],
  ['traces.maxQueueSize', (config) => config.traces.maxQueueSize],
  ['traces.maxBatchSize', (config) => config.traces.maxBatchSize],
  ['traces.scheduleDelayMs', (config) => config.traces.scheduleDelayMs],
  ['traces.exportTimeoutMs', (config) => config.traces.exportTimeoutMs],
];

/** An exporter that does not run yet can still be started with any setting. */
function canStillStart(option: string, early: ResolvedConfig): boolean {
  return option.startsWith('traces.') && early.traces.exporter === 'none';
}

/** One warning that names each value that comes too late; undefined when none does. */
export function warningOfLateValues(early: ResolvedConfig, late: ResolvedConfig): string | undefined {
  const values = FIXED.flatMap(([option, read, isSecret]) => {
    if (read(early) === read(late) || canStillStart(option, early)) return [];
    return [isSecret === true ? option : `${option} (stays ${String(read(early))}, not ${String(read(late))})`];
  });
  if (values.length === 0) return undefined;
  return (
    `nestjs-observability/register has started tracing already, so these values come too late: ${values.join(', ')}. ` +
    'Fix: set them in the environment or in the configuration file, which register reads.'
  );
}
