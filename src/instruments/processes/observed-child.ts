/**
 * One child process from its start to its end: an operation in a trace of its own, linked to where the child was started. It
 * ends by itself, so there is nothing to close; who forgets it has not leaked it.
 */
import type { ChildProcess } from 'node:child_process';
import { basename } from 'node:path';
import { systemClock, type Attributes, type OperationStart, type Outcome } from '../../kernel/index.js';
import type { Given } from '../given.js';
import { Handle, ownTrace, type HandleKeeper } from '../handle.js';
import { askedToEnd } from './kill-watch.js';
import { followEnd, notStarted, type ProcessEnd } from './process-end.js';
import type { ProcessGroup, RunningChild } from './process-group.js';

const OUTCOMES: Readonly<Record<ProcessEnd['outcome'], Outcome>> = {
  graceful: 'ok',
  forced: 'canceled',
  crashed: 'error',
};

export class ObservedChild extends Handle {
  private readonly running: RunningChild;
  private readonly unfollow: () => void;

  /** @param askedAtMs when the child was asked for, by the pipeline's clock; undefined where nobody saw that */
  constructor(
    keeper: HandleKeeper,
    readonly group: ProcessGroup,
    readonly child: ChildProcess,
    private readonly askedAtMs: number | undefined,
  ) {
    const running = group.enter(child);
    super(keeper, startOf(group.name, child), leaving(group, running));
    this.running = running;
    child.once('spawn', this.spawned);
    this.unfollow = followEnd(child, (end) => this.finish(end));
  }

  get given(): Given {
    return this.keeper.given;
  }

  /** The holder's own finding, such as a request that it has not answered in time. */
  setResponsive(isResponsive: boolean): void {
    this.running.isResponsive = isResponsive;
  }

  /** The attempt to start it has failed. */
  failed(error: Error): void {
    this.finish(notStarted(error));
  }

  /** The application stops: the child may go on, unobserved. */
  letGo(): void {
    this.child.off('spawn', this.spawned);
    this.unfollow();
    this.keeper.takeBack(this.work);
  }

  private readonly spawned = (): void => {
    this.group.spawned(this.askedAtMs === undefined ? undefined : this.secondsSince(this.askedAtMs));
  };

  private finish(end: ProcessEnd): void {
    this.child.off('spawn', this.spawned);
    this.unfollow();
    this.measure(end);
    this.operation.annotate(endAttributes(end));
    this.keeper.takeBack(this.work, { outcome: OUTCOMES[end.outcome], error: errorOf(end) });
  }

  private measure(end: ProcessEnd): void {
    const { group, operation, child } = this;
    group.ended(end);
    if (child.pid !== undefined) group.lived(this.secondsSince(operation.startedAtMs));
    const asked = askedToEnd(child);
    if (asked !== undefined) group.terminated((systemClock.now() - asked.sinceMs) / 1000);
  }

  private secondsSince(epochMs: number): number {
    return (this.keeper.pipeline.clock.now() - epochMs) / 1000;
  }
}

/** Made apart, to refer neither to child nor handle: what stands in for a child in a test may never tell of its end. */
function leaving(group: ProcessGroup, running: RunningChild): () => void {
  return () => group.leave(running);
}

/**
 * Base name of the program: `/usr/bin/convert` → `convert`. Never its arguments, which hold secrets: what could not be started may
 * be a whole command line, and is named by its first word.
 */
export function programOf({ spawnfile = 'unknown', pid }: Partial<Pick<ChildProcess, 'spawnfile' | 'pid'>>): string {
  const program = pid === undefined ? String(spawnfile).trim().split(/\s/, 1)[0]! : spawnfile;
  return basename(program).replace(/\.exe$/i, '');
}

function startOf(name: string, child: ChildProcess): OperationStart {
  const attributes = { 'process.pid': child.pid, 'process.executable.name': programOf(child) };
  return { kind: 'child.process', name: `process ${name}`, labels: [name], ...ownTrace(), attributes };
}

/** Names of OpenTelemetry's process attributes, where it has one. */
function endAttributes(end: ProcessEnd): Attributes {
  return {
    'process.exit.code': end.exitCode ?? undefined,
    'process.exit.signal': end.signal ?? undefined,
    'process.exit.outcome': end.outcome,
    'error.type': end.outcome === 'crashed' ? errorTypeOf(end) : undefined,
  };
}

function errorTypeOf({ error, signal, exitCode }: ProcessEnd): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? signal ?? `exit_${exitCode}`;
}

/** Node's own error of a start that failed repeats the command. */
function errorOf(end: ProcessEnd): Error | undefined {
  const { outcome, error, signal, exitCode } = end;
  if (outcome !== 'crashed') return undefined;
  if (error !== undefined) return new ChildProcessCrash(`could not be started: ${errorTypeOf(end)}`);
  return new ChildProcessCrash(signal === null ? `exited with code ${exitCode}` : `ended by ${signal}`);
}

/** What the span and the log line of a crash say; its stack would be ours and is left out. */
class ChildProcessCrash extends Error {
  override readonly name = 'ChildProcessCrash';

  constructor(message: string) {
    super(message);
    this.stack = `ChildProcessCrash: ${message}`;
  }
}
