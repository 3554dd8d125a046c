/** Pools that know nothing of databases and are what an ORM waits for: tarn (Knex) and generic-pool. */
import type { PoolReader } from '../../pools/pool-watch.js';
import { beginAcquisition, followAcquisitions, type Driver } from '../driver.js';
import { wrapMethod } from '../wrap-method.js';

interface TarnPool {
  readonly max: number;
  readonly destroyed: boolean;
  numUsed(): number;
  numFree(): number;
  numPendingAcquires(): number;
}

interface GenericPool {
  readonly available: number;
  readonly borrowed: number;
  readonly pending: number;
  readonly max: number;
  readonly _draining?: boolean;
}

const tarnPool: PoolReader<TarnPool> = {
  isDatabase: true,
  nameOf: () => 'knex',
  read: (pool) => ({
    idle: pool.numFree(),
    inUse: pool.numUsed(),
    pending: pool.numPendingAcquires(),
    max: pool.max,
    isClosed: pool.destroyed,
  }),
};

const genericPool: PoolReader<GenericPool> = {
  isDatabase: true,
  nameOf: () => 'generic-pool',
  read: ({ available, borrowed, pending, max, _draining }) => ({
    idle: available,
    inUse: borrowed,
    pending,
    max,
    isClosed: _draining === true,
  }),
};

export const resourcePoolDriver: Driver = {
  classes: [
    { ownMethods: ['acquire', 'numPendingAcquires', 'numFree', 'numUsed'], pool: tarnPool, observe: followTarn },
    {
      ownMethods: ['acquire', 'isBorrowedResource', 'drain'],
      pool: genericPool,
      observe: (prototype) => followAcquisitions(prototype, 'acquire', genericPool),
    },
  ],
};

/** tarn returns an object with the promise in it; that one is always followed by its owner too. */
function followTarn(prototype: object): void {
  wrapMethod(
    prototype,
    'acquire',
    ({ original }) =>
      function (this: TarnPool, ...args: unknown[]): unknown {
        const acquisition = beginAcquisition(this, tarnPool);
        const pending = Reflect.apply(original, this, args) as { promise?: Promise<unknown> };
        pending.promise?.then(
          (connection) => acquisition?.ended(undefined, connection),
          (error: unknown) => acquisition?.ended(error),
        );
        return pending;
      } as never,
  );
}
