/** How loads of caches are measured; the definitions are those of the caches that are found by themselves. */
import type { OperationConvention } from '../../kernel/index.js';
import { cacheLoadDuration } from '../../sources/index.js';

export const cacheLoadConvention: OperationConvention = {
  kind: 'cache.load',
  labelNames: ['cache'],
  measures: [{ definition: cacheLoadDuration, value: 'duration' }],
};
