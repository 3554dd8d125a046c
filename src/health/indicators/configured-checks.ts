/** The checks that options ask for. */
import type { HealthConfig } from '../../config/index.js';
import type { HealthCheck } from '../health-check.js';
import { diskCheck } from './disk.indicator.js';
import { eventLoopCheck } from './event-loop.indicator.js';
import { httpCheck } from './http.indicator.js';
import { memoryCheck } from './memory.indicator.js';

export function configuredChecks(config: HealthConfig): HealthCheck[] {
  const { maxEventLoopDelayMs: maxDelayMs, maxMemoryRatio: maxRatio, minDiskFreeBytes, httpChecks } = config;
  return [
    ...(maxDelayMs > 0 ? [eventLoopCheck({ maxDelayMs })] : []),
    ...(maxRatio > 0 ? [memoryCheck({ maxRatio })] : []),
    ...Object.entries(minDiskFreeBytes).map(([path, minFreeBytes]) => diskCheck({ path, minFreeBytes })),
    ...Object.entries(httpChecks).map(([name, url]) => httpCheck({ name, url })),
  ];
}
