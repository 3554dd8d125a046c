/** Restarts under load: two instances behind nginx, one on Express and one on Fastify, ended and started again in turn. */
import { freePort } from '../../../test/support/free-port.js';
import { randomFrom } from '../../../test/support/random.js';
import type { Trial } from '../../harness/trial.js';
import { Instance, type InstanceSettings, type Platform } from '../application/instance.js';
import { Load } from '../load/load.js';
import { Served } from '../load/served.js';
import { Balancer } from '../proxy/balancer.js';
import { Nginx, slots, type Slot } from '../proxy/nginx.js';
import type { Collector } from '../telemetry/collector.js';
import { restart } from './restart.js';

/** Longer than the balancer needs to fail its probes on a busy machine. */
const DRAIN_TIMEOUT_MS = 2_000;
const FLUSH_TIMEOUT_MS = 5_000;
const PLATFORM: Readonly<Record<Slot, Platform>> = { first: 'express', second: 'fastify' };

/** Goes on for its share of the time, and restarts each instance once at least. */
export async function rollOut(trial: Trial, collector: Collector, share: number): Promise<void> {
  const random = randomFrom(trial.seed);
  const ports = { first: await freePort(), second: await freePort() };
  const settingsOf = (slot: Slot, round: number): InstanceSettings => ({
    platform: PLATFORM[slot],
    port: ports[slot],
    id: `${PLATFORM[slot]}-${round}`,
    collectorUrl: collector.url,
    drainTimeoutMs: DRAIN_TIMEOUT_MS,
    flushTimeoutMs: FLUSH_TIMEOUT_MS,
    endsBy: random() < 0.5 ? 'exit' : 'signal',
  });
  const instances = await startBoth((slot) => settingsOf(slot, 0));
  const nginx = await Nginx.start(ports);
  const balancer = new Balancer(nginx, ports);
  await Promise.all(slots.map((slot) => balancer.isIn(slot)));
  const served = new Served();
  const load = new Load(nginx.url, served, random);
  let restarts = 0;
  for (let round = 1; round === 1 || trial.hasTime(share); round++) {
    for (const slot of slots) {
      const next = settingsOf(slot, round);
      instances[slot] = await restart({ trial, collector, served, load }, instances[slot], next);
      await balancer.isIn(slot);
      restarts++;
    }
  }
  await load.stop();
  await balancer.stop();
  await nginx.stop();
  for (const instance of Object.values(instances)) instance.signal('SIGKILL');
  trial.tried('shutdown.requests', served.count);
  trial.figure('shutdown.requests', 'restarts', String(restarts));
  for (const failure of served.failures) trial.lost('shutdown.requests', failure, `--seed ${trial.seed} shutdown`);
}

async function startBoth(settingsOf: (slot: Slot) => InstanceSettings): Promise<Record<Slot, Instance>> {
  const [first, second] = slots.map((slot) => new Instance(settingsOf(slot)).listening());
  return { first: await first!, second: await second! };
}
