/** What an application holds of a child process: the child itself, how to end it, and how it ended. */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Attributes } from '../../kernel/index.js';
import { LONGEST_TIMEOUT_MS } from '../timeouts.js';
import type { ObservedChild } from './observed-child.js';
import { hasEnded, whenEnded, type ProcessEnd } from './process-end.js';

/**
 * How often, and how soon, a crashed child is started anew.
 *
 * @example
 * ```ts
 * const restart: RestartOptions = { max: 5, delayMs: 1_000, onRestarted: (child) => console.warn('again', child.pid) };
 *
 * getInstrument(ProcessesInstrument).spawn('ffmpeg', ['-i', 'in.mp4', 'out.webm'], { stdio: 'ignore', restart });
 * ```
 */
export interface RestartOptions<C extends ChildProcess = ChildProcess> {
  /** How often, in all. */
  readonly max: number;
  /** How long after the crash, in milliseconds. @default 0 */
  readonly delayMs?: number;
  /** Called with each new child, to listen to it like to the first one. */
  readonly onRestarted?: (child: C) => void;
}

/** How a child is replaced by another one. */
export interface Replacement<C extends ChildProcess> extends RestartOptions<C> {
  readonly replace: () => ObservedChild;
  /** Aborted when the application stops. */
  readonly isOver: AbortSignal;
}

/**
 * A child process under observation: the child, how to end it, and how it ended.
 *
 * @example
 * ```ts
 * const worker: ProcessHandle = getInstrument(ProcessesInstrument).observe(fork('worker.js'));
 *
 * worker.annotate({ 'worker.shard': 3 });
 * const { outcome } = await worker.terminate(2_000);
 * ```
 */
export class ProcessHandle<C extends ChildProcess = ChildProcess> {
  /** Resolves when the child has ended, after the last restart if there are any; never rejects. */
  readonly ended: Promise<ProcessEnd>;
  private readonly stopping = new AbortController();
  private restarts = 0;

  constructor(
    private current: ObservedChild,
    private readonly graceMs: number,
    replacement?: Replacement<C>,
  ) {
    this.ended = replacement === undefined ? whenEnded(current.child) : this.supervise(replacement);
  }

  /** Node's own object; another one after each restart. */
  get child(): C {
    return this.current.child as C;
  }

  /** As in the label `process`. */
  get name(): string {
    return this.current.group.name;
  }

  /** How often it was started anew. */
  get restartCount(): number {
    return this.restarts;
  }

  /** Whether the present child has ended. */
  get isEnded(): boolean {
    return hasEnded(this.child);
  }

  /**
   * Sends SIGTERM, and SIGKILL when the child is still there after the grace. No restart follows.
   * @param graceMs in milliseconds; 0 kills at once, Infinity never
   */
  terminate(graceMs = this.graceMs): Promise<ProcessEnd> {
    this.stopping.abort();
    if (!hasEnded(this.child)) terminate(this.child, this.current.given.notNegative('graceMs', graceMs, this.graceMs));
    return this.ended;
  }

  /** It does not answer: `child_process_healthy` is 0 until it does. */
  unresponsive(): void {
    this.current.setResponsive(false);
  }

  /** It answers again. */
  responsive(): void {
    this.current.setResponsive(true);
  }

  /** Adds attributes to the span and the log line of the present child. */
  annotate(attributes: Attributes): void {
    this.current.annotate(attributes);
  }

  private supervise(replacement: Replacement<C>): Promise<ProcessEnd> {
    return new Promise((resolve) => {
      const onEnd = async (end: ProcessEnd): Promise<void> => {
        if (await this.isReplaced(end, replacement)) void whenEnded(this.child).then(onEnd);
        else resolve(end);
      };
      void whenEnded(this.child).then(onEnd);
    });
  }

  private async isReplaced({ outcome }: ProcessEnd, replacement: Replacement<C>): Promise<boolean> {
    const { max, delayMs = 0, isOver } = replacement;
    if (outcome !== 'crashed' || this.restarts >= max) return false;
    const ending = AbortSignal.any([isOver, this.stopping.signal]);
    await delay(Math.min(delayMs, LONGEST_TIMEOUT_MS), undefined, { ref: false, signal: ending }).catch(
      () => undefined,
    );
    return !ending.aborted && this.restart(replacement);
  }

  /** False when not even the attempt could be made, which has been counted as a crash. */
  private restart({ replace, onRestarted }: Replacement<C>): boolean {
    this.restarts += 1;
    this.current.group.restarted();
    try {
      this.current = replace();
    } catch {
      return false;
    }
    this.current.given.safely('onRestarted', () => onRestarted?.(this.child), undefined);
    // Nobody else may know of this child: an error that nobody handles would end the application.
    if (this.child.listenerCount('error') === 0) this.child.on('error', () => undefined);
    return true;
  }
}

/** The timer outlives the application's telemetry: a child that was to be killed would stay for ever. */
function terminate(child: ChildProcess, graceMs: number): void {
  child.kill('SIGTERM');
  if (graceMs > LONGEST_TIMEOUT_MS) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
  child.once('exit', () => clearTimeout(timer));
}
