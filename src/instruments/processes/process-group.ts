/** All children of one name: what is counted of them, and what is read of those that run when somebody looks. */
import type { ChildProcess } from 'node:child_process';
import type { Meter } from '../../kernel/index.js';
import type { ProcessEnd } from './process-end.js';
import {
  exits,
  healthy,
  lifetime,
  pipeUtilization,
  restarts,
  spawnDuration,
  spawns,
  terminationDuration,
} from './processes.metrics.js';

export type ProcessMeter = ReturnType<typeof processMeter>;

export function processMeter(meter: Meter) {
  return {
    spawns: meter.define(spawns),
    spawnSeconds: meter.define(spawnDuration),
    lifetimeSeconds: meter.define(lifetime),
    exits: meter.define(exits),
    terminationSeconds: meter.define(terminationDuration),
    restarts: meter.define(restarts),
    healthy: meter.define(healthy),
    pipeUtilization: meter.define(pipeUtilization),
  };
}

/** One that runs; known without being kept. */
export interface RunningChild {
  readonly child: WeakRef<ChildProcess>;
  /** What its holder says. */
  isResponsive: boolean;
}

const PIPES = ['stdin', 'stdout', 'stderr'] as const;
type Pipe = (typeof PIPES)[number];

export class ProcessGroup {
  private readonly labels: readonly string[];
  private readonly running = new Set<RunningChild>();
  private hasCrashed = false;

  constructor(
    readonly name: string,
    private readonly meter: ProcessMeter,
  ) {
    this.labels = [name];
  }

  enter(child: ChildProcess): RunningChild {
    const running = { child: new WeakRef(child), isResponsive: true };
    this.running.add(running);
    return running;
  }

  leave(running: RunningChild): void {
    this.running.delete(running);
  }

  /** Those that run and still exist. */
  children(): ChildProcess[] {
    return [...this.running].flatMap(({ child }) => child.deref() ?? []);
  }

  asked(): void {
    this.meter.spawns.cell(this.labels).add(1);
  }

  /** @param seconds undefined where nobody saw when it was asked for */
  spawned(seconds: number | undefined): void {
    this.hasCrashed = false;
    if (seconds !== undefined) this.meter.spawnSeconds.cell(this.labels).observe(seconds);
  }

  restarted(): void {
    this.meter.restarts.cell(this.labels).add(1);
  }

  lived(seconds: number): void {
    this.meter.lifetimeSeconds.cell(this.labels).observe(seconds);
  }

  terminated(seconds: number): void {
    this.meter.terminationSeconds.cell(this.labels).observe(seconds);
  }

  ended({ outcome }: ProcessEnd): void {
    this.hasCrashed ||= outcome === 'crashed';
    this.meter.exits.cell([this.name, outcome]).add(1);
  }

  showHealth(): void {
    const family = this.meter.healthy;
    if (this.running.size === 0 && !this.hasCrashed) family.remove(this.labels);
    else family.cell(this.labels).set(Number(this.isHealthy()));
  }

  showPipes(): void {
    const family = this.meter.pipeUtilization;
    const children = this.children();
    for (const pipe of PIPES) {
      const ratios = children.flatMap((child) => utilization(child, pipe) ?? []);
      if (ratios.length === 0) family.remove([this.name, pipe]);
      else family.cell([this.name, pipe]).set(Math.max(...ratios));
    }
  }

  private isHealthy(): boolean {
    return !this.hasCrashed && [...this.running].every(({ isResponsive }) => isResponsive);
  }
}

/** Undefined where there is no pipe, or no more. */
function utilization(child: ChildProcess, pipe: Pipe): number | undefined {
  const stream = child[pipe];
  if (stream === null || stream === undefined || stream.destroyed) return undefined;
  return 'writableLength' in stream && pipe === 'stdin'
    ? ratio(stream.writableLength, stream.writableHighWaterMark)
    : ratio((stream as NodeJS.ReadStream).readableLength, (stream as NodeJS.ReadStream).readableHighWaterMark);
}

function ratio(length: number, highWaterMark: number): number | undefined {
  return highWaterMark > 0 ? length / highWaterMark : undefined;
}
