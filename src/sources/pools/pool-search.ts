/** The pools on something that an application gives to be observed: a pool, or what holds one, such as an ORM's data source. */
import { adopt, type OperationPipeline } from '../../kernel/index.js';
import { searchInstances } from '../database/driver-search.js';
import type { PoolRegister } from './pool-register.js';
import type { PoolWatch } from './pool-watch.js';

/** Watches each of them from now on; none where no driver is known by its shape. */
export function watchPoolsOn(
  holder: object,
  name: string | undefined,
  register: PoolRegister,
  pipeline: OperationPipeline,
): PoolWatch[] {
  const watches: PoolWatch[] = [];
  searchInstances([holder], (instance, reader) => {
    if (reader === undefined) return;
    const pool = reader.itself?.(instance) ?? instance;
    adopt(pool, pipeline);
    watches.push(register.watchAgain(pool, reader, name));
  });
  return watches;
}
