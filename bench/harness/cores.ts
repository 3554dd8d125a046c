/**
 * Who runs where: the measured server has a core to itself, its client and whatever it exports to share another. Where
 * `taskset` is missing, or there is one core only, everything runs where the system puts it.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

export const CLIENT_CORE = 0;
export const SERVER_CORE = 1;

const AFFINITY_MASK = /mask: ([0-9a-f,]+)/;

/** All threads of the process, and those they will start. */
export function pin(pid: number, core: number): void {
  if (cpus().length > 1) taskset('-a', '-c', '-p', String(core), String(pid));
}

/** Returns how to undo it. */
export function pinThisProcess(core: number): () => void {
  const pid = String(process.pid);
  const mask = AFFINITY_MASK.exec(taskset('-p', pid))?.[1];
  pin(process.pid, core);
  return () => void (mask !== undefined && taskset('-a', '-p', mask, pid));
}

function taskset(...args: string[]): string {
  return spawnSync('taskset', args, { encoding: 'utf8' }).stdout ?? '';
}
