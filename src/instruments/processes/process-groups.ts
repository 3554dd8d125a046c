/** The names of child processes, a bounded number of them, and the gauges that are read when somebody looks. */
import type { ChildProcess } from 'node:child_process';
import type { Meter } from '../../kernel/index.js';
import { ByName } from '../by-name.js';
import { ProcessGroup, processMeter } from './process-group.js';

/** More than a service has programs; a name per job would be a mistake. */
const MAX_NAMES = 100;

export class ProcessGroups {
  private readonly byName: ByName<ProcessGroup>;
  private readonly undo: readonly (() => void)[];

  constructor(meter: Meter) {
    const cells = processMeter(meter);
    this.byName = new ByName(MAX_NAMES, (name) => new ProcessGroup(name, cells));
    this.undo = [
      cells.healthy.onCollect(() => this.each((group) => group.showHealth())),
      cells.pipeUtilization.onCollect(() => this.each((group) => group.showPipes())),
    ];
  }

  of(name: string): ProcessGroup {
    return this.byName.of(name);
  }

  /** Of all names, those that run. */
  children(): ChildProcess[] {
    return [...this.byName.values()].flatMap((group) => group.children());
  }

  close(): void {
    for (const undo of this.undo) undo();
  }

  private each(show: (group: ProcessGroup) => void): void {
    for (const group of this.byName.values()) show(group);
  }
}
