/**
 * Cache managers of the application (`@nestjs/cache-manager`, or `createCache` behind a provider of its own), with what
 * `CacheInterceptor` asks of them. Found by their shape among the instances, so that no package is loaded.
 */
import {
  noMeter,
  systemClock,
  type Clock,
  type Meter,
  type MeterFamily,
  type OperationPipeline,
} from '../../kernel/index.js';
import type { NestApplication } from '../nest-application.js';
import type { NestSource } from '../nest-source.js';
import { observeEvictions } from './cache-evictions.js';
import { observeLookups } from './cache-lookups.js';
import { cacheNameOf, entriesOf, isCacheManager, type CacheManager } from './cache-manager.js';
import { cacheEntries, cacheEvictions, cacheLoadDuration, cacheRequests } from './cache.metrics.js';

export class CacheSource implements NestSource {
  readonly name = 'cache';
  readonly conventions = [];
  private meter: Meter = noMeter;
  private clock: Clock = systemClock;
  private undos: (() => void)[] = [];

  attach({ clock }: OperationPipeline, meter: Meter): void {
    this.clock = clock;
    this.meter = meter;
  }

  observeInstances(application: NestApplication): void {
    if (this.meter === noMeter) return;
    const caches = new Set<CacheManager>();
    for (const instance of application.instances()) if (isCacheManager(instance)) caches.add(instance);
    for (const cache of caches) this.observe(cache);
    if (caches.size > 0) this.undos.push(countEntries(this.meter.define(cacheEntries), caches));
  }

  detach(): void {
    for (const undo of this.undos.splice(0)) undo();
  }

  private observe(cache: CacheManager): void {
    const { meter, clock } = this;
    const name = cacheNameOf(cache);
    const requests = meter.define(cacheRequests);
    const cells = {
      hits: requests.cell([name, 'hit']),
      misses: requests.cell([name, 'miss']),
      loadSeconds: meter.define(cacheLoadDuration).cell([name]),
    };
    this.undos.push(
      observeLookups(cache, cells, clock),
      observeEvictions(cache, meter.define(cacheEvictions).cell([name])),
    );
  }
}

/** Caches of one name share a series; one that cannot tell adds nothing to it. */
function countEntries(entries: MeterFamily<'gauge'>, caches: ReadonlySet<CacheManager>): () => void {
  return entries.onCollect(() => {
    const totals = new Map<string, number>();
    for (const cache of caches) {
      const count = entriesOf(cache);
      if (count !== undefined) totals.set(cacheNameOf(cache), (totals.get(cacheNameOf(cache)) ?? 0) + count);
    }
    for (const [name, total] of totals) entries.cell([name]).set(total);
  });
}
