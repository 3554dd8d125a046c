/**
 * Finds drivers wherever an application keeps them: among the modules that are loaded, and on what hangs on its providers (an ORM
 * may have a copy of its own). Nothing is loaded for it, and no getter is evaluated.
 */
import { types } from 'node:util';
import type { PoolReader } from '../pools/pool-watch.js';
import { driverFiles } from './driver-usage.js';
import { ioredisDriver } from './drivers/ioredis.driver.js';
import { mongodbDriver } from './drivers/mongodb.driver.js';
import { mysql2Driver } from './drivers/mysql2.driver.js';
import { nodeRedisDriver } from './drivers/node-redis.driver.js';
import { pgDriver } from './drivers/pg.driver.js';
import { resourcePoolDriver } from './drivers/resource-pool.driver.js';
import type { Driver, DriverClass } from './driver.js';

const drivers: readonly Driver[] = [
  pgDriver,
  mysql2Driver,
  mongodbDriver,
  ioredisDriver,
  nodeRedisDriver,
  resourcePoolDriver,
];
const classes: readonly DriverClass[] = drivers.flatMap((driver) => driver.classes);

/** Observes the classes of every loaded driver, copies in other folders included. */
export function searchModules(): void {
  for (const file of driverFiles()) recogniseExports(require.cache[file]?.exports);
}

function recogniseExports(exported: unknown): void {
  recognise(exported);
  if (isObject(exported)) for (const value of ownValues(exported)) recognise(value);
}

/** How far a driver may hang from a provider: `dataSource.driver.master`, `queue.connection._client`. */
const MAX_DEPTH = 3;
/** What one search looks at at most. */
const MAX_OBJECTS = 20_000;
const MAX_VALUES = 200;

/** Told of each connection or pool; `pool` says how a pool is read. */
type Found = (instance: object, pool: PoolReader | undefined) => void;

/** Observes the classes of whatever hangs on these instances, and tells each connection or pool that was found. */
export function searchInstances(roots: Iterable<object>, found: Found): void {
  const seen = new WeakSet<object>();
  let budget = MAX_OBJECTS;
  let level: object[] = [...roots];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const next: object[] = [];
    for (const candidate of level) {
      if (seen.has(candidate) || types.isProxy(candidate) || budget-- <= 0) continue;
      seen.add(candidate);
      const known = recognise(candidate);
      if (known.length === 0 && depth < MAX_DEPTH) next.push(...ownValues(candidate).filter(isObject));
      // The classes themselves hang there too.
      if (known.length === 0 || typeof candidate === 'function') continue;
      found(candidate, known.find(({ pool }) => pool !== undefined)?.pool);
    }
    level = next;
  }
}

/** A class is recognised by its prototype, an instance by those it inherits from. */
function recognise(candidate: unknown): DriverClass[] {
  if (!isObject(candidate) || types.isProxy(candidate)) return [];
  const start: unknown =
    typeof candidate === 'function' ? ownValue(candidate, 'prototype') : Object.getPrototypeOf(candidate);
  const recognised: DriverClass[] = [];
  for (let here = start; isObject(here) && here !== Object.prototype; here = Object.getPrototypeOf(here) as unknown) {
    if (types.isProxy(here)) break;
    for (const known of classes) {
      if (!known.ownMethods.every((name) => typeof ownValue(here as object, name) === 'function')) continue;
      known.observe(here);
      recognised.push(known);
    }
  }
  return recognised;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function ownValue(target: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(target, key)?.value as unknown;
}

/** Values of plain properties; buffers and long lists hold no drivers. */
function ownValues(target: object): unknown[] {
  if (ArrayBuffer.isView(target) || (Array.isArray(target) && target.length > MAX_VALUES)) return [];
  const names = Object.getOwnPropertyNames(target);
  return names.length > MAX_VALUES ? [] : names.map((name) => ownValue(target, name));
}
