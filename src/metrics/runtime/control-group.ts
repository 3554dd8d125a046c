/**
 * What Linux says about memory in the process's control group, version 2: how often it had to be reclaimed or was refused
 * (https://docs.kernel.org/admin-guide/cgroup-v2.html, `memory.events`).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `high`: throttled at the soft limit; `max`: stopped at the hard limit; `oom`: nothing could be freed there. */
export const MEMORY_EVENTS = ['high', 'max', 'oom'] as const;
export type MemoryEvent = (typeof MEMORY_EVENTS)[number];
export type MemoryEventCounts = Readonly<Record<MemoryEvent, number>>;

export interface ControlGroupFiles {
  /** Which group the process is in. */
  readonly membership: string;
  /** Where groups are mounted. */
  readonly mount: string;
}

const LINUX: ControlGroupFiles = { membership: '/proc/self/cgroup', mount: '/sys/fs/cgroup' };

/** Counts since the group exists; undefined without version 2, without the memory controller, and elsewhere than on Linux. */
export function readMemoryEvents({ membership, mount }: ControlGroupFiles = LINUX): MemoryEventCounts | undefined {
  const group = /^0::(.*)$/m.exec(readText(membership) ?? '')?.[1];
  if (group === undefined) return undefined;
  // A container may be told its path on the host, and see its own group at the top.
  const text = readText(join(mount, group, 'memory.events')) ?? readText(join(mount, 'memory.events'));
  return text === undefined ? undefined : countsIn(text);
}

function countsIn(text: string): MemoryEventCounts {
  const counts = new Map(text.split('\n').map((line) => line.split(' ') as [string, string]));
  const countOf = (event: MemoryEvent): number => Number(counts.get(event) ?? 0);
  return { high: countOf('high'), max: countOf('max'), oom: countOf('oom') };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
