/**
 * Child processes: those that the application starts or shows here, and all others of the process as well, which `TaskSource`
 * sees being made. Nothing about a child changes by being observed.
 */
import {
  spawn,
  type ChildProcess,
  type ChildProcessWithoutNullStreams,
  type SpawnOptions,
  type SpawnOptionsWithoutStdio,
} from 'node:child_process';
import { errorMonitor, type EventEmitter } from 'node:events';
import { HandleKeeper } from '../handle.js';
import { Instrument, type InstrumentHost } from '../instrument.js';
import { watchKills } from './kill-watch.js';
import { ObservedChild, programOf } from './observed-child.js';
import { ProcessGroups } from './process-groups.js';
import { ProcessHandle } from './process-handle.js';
import { childOf, observationOf, restartOf, type ObserveOptions, type ProcessOptions } from './process-options.js';
import { hasEnded, notStarted } from './process-end.js';
import { processConvention, processMetrics } from './processes.metrics.js';

/** Observed by some application of this process: no other one counts them as its own. */
const taken = new WeakSet<ChildProcess>();

/**
 * Child processes of the application: named, restarted and ended here, or only shown.
 *
 * @example
 * ```ts
 * const processes = getInstrument(ProcessesInstrument);
 * const pdf = processes.spawn('wkhtmltopdf', ['in.html', 'out.pdf'], { name: 'pdf', restart: { max: 2 } });
 *
 * const { outcome } = await pdf.ended;
 * ```
 */
export class ProcessesInstrument extends Instrument {
  static override readonly metrics = processMetrics;
  readonly name = 'processes';
  private readonly keeper: HandleKeeper;
  private readonly groups: ProcessGroups;
  private readonly observed = new WeakMap<ChildProcess, ObservedChild>();
  private readonly handles = new WeakMap<ChildProcess, ProcessHandle>();
  private readonly stopping = new AbortController();

  constructor(host: InstrumentHost) {
    super(host);
    watchKills();
    host.measure([processConvention]);
    this.keeper = new HandleKeeper(this.name, host.pipeline);
    this.groups = new ProcessGroups(host.meter);
  }

  /** Running now, also those that nobody has shown here. */
  get runningCount(): number {
    return this.keeper.openCount;
  }

  /**
   * Starts a program as `spawn` of `node:child_process` does, with its options and its errors: what is no program is told by the
   * child's event `error`, as ever.
   */
  spawn(
    command: string,
    args?: readonly string[],
    options?: SpawnOptionsWithoutStdio & ProcessOptions<ChildProcessWithoutNullStreams>,
  ): ProcessHandle<ChildProcessWithoutNullStreams>;
  spawn(command: string, args: readonly string[], options: SpawnOptions & ProcessOptions): ProcessHandle;
  spawn<C extends ChildProcess>(
    command: string,
    args: readonly string[] = [],
    options: SpawnOptions & ProcessOptions<C> = {},
  ): ProcessHandle<C> {
    const { name: _name, terminateGraceMs: _graceMs, restart, ...spawnOptions } = options;
    const { name, graceMs } = observationOf(this.given, options);
    const start = (): ObservedChild => {
      const askedAtMs = this.now();
      return this.begin(this.start(command, args, spawnOptions, name), name, askedAtMs);
    };
    const replacement = restart && { ...restartOf(this.given, restart), replace: start, isOver: this.stopping.signal };
    return this.keep(new ProcessHandle<C>(start(), graceMs, replacement));
  }

  /** A child that was made elsewhere, such as by `fork`. To name it, show it in the turn in which it is made. */
  observe(shown: ChildProcess, options?: ObserveOptions): ProcessHandle {
    const child = childOf(this.given, shown);
    const known = this.handles.get(child);
    if (known !== undefined) return known;
    const { name, graceMs } = observationOf(this.given, this.given.fields(options));
    const seen = this.observed.get(child);
    if (seen !== undefined && name !== undefined && name !== seen.group.name)
      this.misused('named_late', 'a child process is named in the turn in which it is made; later it keeps its name');
    return this.keep(new ProcessHandle(seen ?? this.show(child, name), graceMs));
  }

  /** For the source that sees children being made, by whomever: neither program nor process id are known yet. */
  sighted(child: ChildProcess): void {
    const askedAtMs = this.now();
    // Before Node tells how it went, and after whoever made the child has had his turn to show it here.
    process.nextTick(() => this.given.safely('sighted', () => this.meet(child, askedAtMs), undefined));
  }

  override close(): void {
    this.stopping.abort();
    for (const child of this.groups.children()) this.observed.get(child)?.letGo();
    this.groups.close();
    this.keeper.close();
  }

  private meet(child: ChildProcess, askedAtMs: number): void {
    if (taken.has(child) || this.stopping.signal.aborted) return;
    if (child.pid !== undefined) this.begin(child, undefined, askedAtMs);
    // One that spawn itself refuses by a throw never tells; it must not be waited for.
    else onceFailed(child, (error) => this.begin(child, undefined, askedAtMs).failed(error));
  }

  private start(command: string, args: readonly string[], options: SpawnOptions, name: string | undefined) {
    try {
      return spawn(command, args, options);
    } catch (error) {
      const group = this.groups.of(name ?? programOf({ spawnfile: command }));
      group.asked();
      group.ended(notStarted(error as Error));
      throw error;
    }
  }

  private begin(child: ChildProcess, name: string | undefined, askedAtMs: number | undefined): ObservedChild {
    const group = this.groups.of(name ?? programOf(child));
    group.asked();
    const observed = new ObservedChild(this.keeper, group, child, askedAtMs);
    this.observed.set(child, observed);
    taken.add(child);
    return observed;
  }

  private show(child: ChildProcess, name: string | undefined): ObservedChild {
    if (!hasEnded(child)) return this.begin(child, name, undefined);
    this.misused('observed_after_exit', 'a child process was shown after its end and is not counted; show it at once');
    const observed = new ObservedChild(this.keeper, this.groups.of(name ?? programOf(child)), child, undefined);
    observed.letGo();
    return observed;
  }

  private keep<C extends ChildProcess>(handle: ProcessHandle<C>): ProcessHandle<C> {
    this.handles.set(handle.child, handle);
    return handle;
  }

  private misused(misuse: string, advice: string): void {
    this.host.pipeline.diagnostics.misused(this.name, misuse, advice);
  }

  private now(): number {
    return this.host.pipeline.clock.now();
  }
}

function onceFailed(child: EventEmitter, told: (error: Error) => void): void {
  child.once(errorMonitor, told);
}
