/** What callers say about a child process. A wrong number of restarts would start it for ever, a wrong grace kill it at once. */
import { ChildProcess } from 'node:child_process';
import { isObject, type Given } from '../given.js';
import type { RestartOptions } from './process-handle.js';

/**
 * How a child process is called, and how long it has to stop.
 *
 * @example
 * ```ts
 * const options: ProcessObserveOptions = { name: 'thumbnails', terminateGraceMs: 1_000 };
 *
 * getInstrument(ProcessesInstrument).observe(fork('thumbnails.js'), options);
 * ```
 */
export interface ObserveOptions {
  /** A handful of values; becomes the label `process`. @default the program's base name */
  readonly name?: string;
  /** Time that `terminate` leaves between SIGTERM and SIGKILL, in milliseconds. @default 5000 */
  readonly terminateGraceMs?: number;
}

/**
 * The same for a child that is started here, which may be started anew.
 *
 * @example
 * ```ts
 * const options: ProcessOptions = { name: 'ocr', restart: { max: 3, delayMs: 500 } };
 *
 * getInstrument(ProcessesInstrument).spawn('tesseract', ['page.png', 'out'], { ...options, stdio: 'ignore' });
 * ```
 */
export interface ProcessOptions<C extends ChildProcess = ChildProcess> extends ObserveOptions {
  /** Starts it anew when it has crashed. @default never */
  readonly restart?: RestartOptions<C>;
}

const DEFAULT_GRACE_MS = 5000;

export interface Observation {
  readonly name: string | undefined;
  readonly graceMs: number;
}

export function observationOf(given: Given, { name, terminateGraceMs }: ObserveOptions): Observation {
  return {
    name: name === undefined ? undefined : given.name(name),
    graceMs: given.notNegative('terminateGraceMs', terminateGraceMs, DEFAULT_GRACE_MS),
  };
}

export function restartOf<C extends ChildProcess>(given: Given, restart: RestartOptions<C>): RestartOptions<C> {
  const { max, delayMs, onRestarted } = given.fields(restart);
  return {
    max: given.notNegative('restart.max', max ?? Number.NaN, 0),
    delayMs: given.notNegative('restart.delayMs', delayMs, 0),
    ...(onRestarted !== undefined && { onRestarted }),
  };
}

/** For what is no child, one that has ended already. */
export function childOf(given: Given, shown: ChildProcess): ChildProcess {
  if (given.safely('observe', () => isChildLike(shown), false)) return shown;
  given.refuse('no_child', 'what was shown is no child process; nothing is observed');
  return Object.assign(Object.create(ChildProcess.prototype) as ChildProcess, { exitCode: 1 });
}

function isChildLike(shown: unknown): boolean {
  if (!isObject(shown)) return false;
  const { on, off, once } = shown as Partial<ChildProcess>;
  return [on, off, once].every((method) => typeof method === 'function');
}
