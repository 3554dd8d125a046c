/** How a child process ended, and the one way to hear of it: listens to what Node tells and changes nothing by that. */
import type { ChildProcess } from 'node:child_process';
import { errorMonitor, type EventEmitter } from 'node:events';
import { askedToEnd, type AskedToEnd } from './kill-watch.js';

/**
 * How a child process ended, or why it never started.
 *
 * @example
 * ```ts
 * const sentence = ({ outcome, exitCode, signal }: ProcessEnd): string => `${outcome}: ${signal ?? `exit code ${exitCode}`}`;
 * ```
 */
export interface ProcessEnd {
  /**
   * `graceful`: exit code 0, or the SIGTERM or SIGINT that was asked for; `forced`: the SIGKILL that was asked for; `crashed`:
   * everything else.
   */
  readonly outcome: 'graceful' | 'forced' | 'crashed';
  /** Null when a signal ended it, or when it never started. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not be started. */
  readonly error?: Error;
}

/** Calls `told` once, with the end of a child or of the attempt to start it. Returns the undo. */
export function followEnd(child: ChildProcess, told: (end: ProcessEnd) => void): () => void {
  const exited = (code: number | null, signal: NodeJS.Signals | null): void => {
    undo();
    told(endOf(code, signal, askedToEnd(child)));
  };
  // Failures of a child that runs, such as a signal that it could not be sent, are not its end.
  const failed = (error: Error): void => {
    if (child.pid !== undefined) return;
    undo();
    told(notStarted(error));
  };
  const events: EventEmitter = child;
  const undo = (): void => void events.off('exit', exited).off(errorMonitor, failed);
  // A listener for `error` itself would keep Node from throwing what nobody handles.
  events.on('exit', exited).on(errorMonitor, failed);
  return undo;
}

/** Resolves with the end, at once when that is past; never rejects. */
export function whenEnded(child: ChildProcess): Promise<ProcessEnd> {
  if (hasEnded(child)) return Promise.resolve(endOf(child.exitCode, child.signalCode, askedToEnd(child)));
  return new Promise((resolve) => void followEnd(child, resolve));
}

export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

export function notStarted(error: Error): ProcessEnd {
  return { outcome: 'crashed', exitCode: null, signal: null, error };
}

/** What a shell answers for a program that a signal has ended: 128 and the signal's number. */
const SIGNAL_EXITS: Readonly<Record<number, string>> = { 130: 'SIGINT', 143: 'SIGTERM' };

function endOf(exitCode: number | null, signal: NodeJS.Signals | null, asked: AskedToEnd | undefined): ProcessEnd {
  return { outcome: outcomeOf(exitCode, signal, asked), exitCode, signal };
}

function outcomeOf(code: number | null, signal: string | null, asked: AskedToEnd | undefined): ProcessEnd['outcome'] {
  if (code === 0) return 'graceful';
  const endedBy = signal ?? SIGNAL_EXITS[code ?? -1];
  if (endedBy === undefined || asked?.signals.has(endedBy) !== true) return 'crashed';
  if (endedBy === 'SIGKILL') return 'forced';
  return endedBy === 'SIGTERM' || endedBy === 'SIGINT' ? 'graceful' : 'crashed';
}
