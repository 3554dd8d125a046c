/** What a driver is to the source: how its classes are known by their shape, and what is put around them. */
import { context } from '@opentelemetry/api';
import { isTelemetrySuppressed, pipelineFor } from '../../kernel/index.js';
import { endWith } from '../ending.js';
import { registeredPools } from '../pools/pool-register.js';
import type { Acquisition, PoolReader } from '../pools/pool-watch.js';
import { observerFor } from './database-observer.js';
import { failureOf } from './query-error.js';
import { wrapMethod } from './wrap-method.js';

export interface DriverClass {
  /** Names of methods that a prototype must define itself; enough of them that no other class has them all. */
  readonly ownMethods: readonly string[];
  /** How its instances are read, where they are pools. */
  readonly pool?: PoolReader;
  observe(prototype: object): void;
}

export interface Driver {
  readonly classes: readonly DriverClass[];
}

/** Follows a pool's method that hands out connections, to a callback or by a promise. */
export function followAcquisitions<P extends object>(prototype: object, method: string, reader: PoolReader<P>): void {
  wrapMethod(
    prototype,
    method,
    ({ original }) =>
      function (this: P, ...args: unknown[]): unknown {
        const acquisition = beginAcquisition(this, reader);
        if (acquisition === undefined) return Reflect.apply(original, this, args);
        const at = args.findIndex((argument) => typeof argument === 'function');
        if (at < 0) return endWith(Reflect.apply(original, this, args), acquisition);
        args[at] = acquisition.bind(args[at]);
        return Reflect.apply(original, this, args);
      } as never,
  );
}

/** Undefined when nobody watches the pool; never throws. */
export function beginAcquisition<P extends object>(pool: P, reader: PoolReader<P>): Acquisition | undefined {
  const observer = observerFor(pool);
  if (observer === undefined) return beginObserved(pool);
  const refused = (error: unknown): void => observer.failed('CONNECT', failureOf(error).type);
  const begin = (): Acquisition | undefined => observer.pools.watch(pool, reader).begin(refused);
  return observer.pipeline.diagnostics.safely<Acquisition | undefined>('database', 'pool', begin, undefined);
}

/** Where nobody follows databases, a pool may have been given to be observed all the same. */
function beginObserved(pool: object): Acquisition | undefined {
  const pipeline = pipelineFor(pool);
  if (pipeline === undefined || isTelemetrySuppressed(context.active())) return undefined;
  return registeredPools(pipeline)?.watchOf(pool)?.begin();
}
