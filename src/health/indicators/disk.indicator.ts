/** Fails when the file system of a path has too little room left. */
import { statfs } from 'node:fs/promises';
import type { HealthCheck } from '../health-check.js';
import { TerminusIndicators, type DiskSpace } from './terminus.js';

export interface DiskOptions {
  readonly path: string;
  readonly minFreeBytes: number;
}

export function diskCheck({ path, minFreeBytes }: DiskOptions): HealthCheck {
  const terminus = new TerminusIndicators();
  const name = `disk:${path}`;
  return { name, check: async () => terminus.diskSpace(name, await diskSpace(path), minFreeBytes) };
}

async function diskSpace(path: string): Promise<DiskSpace> {
  const { bsize, bavail, blocks } = await statfs(path);
  // What root alone may use is not free for us.
  return { freeBytes: bsize * bavail, sizeBytes: bsize * blocks };
}
