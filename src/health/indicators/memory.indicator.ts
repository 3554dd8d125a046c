/** Degraded while resident memory is close to the limit at which the kernel would kill the process. */
import { totalmem } from 'node:os';
import type { HealthCheck } from '../health-check.js';
import { TerminusIndicators } from './terminus.js';

export interface MemoryOptions {
  /** Highest share of the limit, 0 to 1. */
  readonly maxRatio: number;
}

const NAME = 'memory';

export function memoryCheck({ maxRatio }: MemoryOptions): HealthCheck {
  const terminus = new TerminusIndicators();
  const limitBytes = memoryLimitBytes();
  return {
    name: NAME,
    isOptional: true,
    check: () => {
      const figures = { rssBytes: process.memoryUsage.rss(), limitBytes, maxRatio };
      return terminus.residentMemory(NAME, limitBytes * maxRatio, figures);
    },
  };
}

/** The control group's limit where there is one; a group without a limit reports a number beyond all memory. */
function memoryLimitBytes(): number {
  const constrainedBytes = process.constrainedMemory?.() ?? 0;
  return constrainedBytes > 0 ? Math.min(constrainedBytes, totalmem()) : totalmem();
}
