/** One instance asked to end, watched while it does, compared with what it said, and replaced. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Trial } from '../../harness/trial.js';
import { Instance, type InstanceSettings } from '../application/instance.js';
import { SLOW_MS } from '../application/shop.js';
import type { Load } from '../load/load.js';
import { request } from '../load/request.js';
import type { Served } from '../load/served.js';
import { readinessOf } from '../proxy/balancer.js';
import type { Collector } from '../telemetry/collector.js';
import { compare } from './compare.js';

export interface Restart {
  readonly trial: Trial;
  readonly collector: Collector;
  readonly served: Served;
  readonly load: Load;
}

const POLL_MS = 5;
/** Of a machine that has other things to do. */
const SLACK_MS = 3_000;

/** @returns the successor, listening */
export async function restart(about: Restart, instance: Instance, next: InstanceSettings): Promise<Instance> {
  const { trial, load } = about;
  const { id, drainTimeoutMs, flushTimeoutMs, endsBy } = instance.settings;
  const askedAtMs = performance.now();
  instance.signal('SIGTERM');
  await watchTheDrain(about, instance);
  const { as, atMs } = await instance.ended;
  const tookMs = atMs - askedAtMs;
  const boundMs = drainTimeoutMs + SLOW_MS + flushTimeoutMs + SLACK_MS;
  const reproduce = `SIGTERM to ${id} under load, ended by ${endsBy}\n${instance.output.slice(-2_000)}`;
  trial.expect('shutdown.ending', as === (endsBy === 'exit' ? 0 : 'SIGTERM'), `it ended with ${as}`, reproduce);
  trial.expect('shutdown.bound', tookMs <= boundMs, `it took ${tookMs.toFixed()} ms of ${boundMs}`, reproduce);
  trial.expect('shutdown.order', tookMs >= drainTimeoutMs, `it was gone after ${tookMs.toFixed()} ms`, reproduce);
  await load.settled();
  compare(about, instance);
  return new Instance(next).listening();
}

/** Readiness goes first: while it says 503, liveness and requests go on as before. */
async function watchTheDrain({ trial, served }: Restart, { url, settings, ending }: Instance): Promise<void> {
  const { port, id } = settings;
  const reproduce = `GET /health/ready, /health/live and /short of ${id} after SIGTERM`;
  let readiness = await readinessOf(port);
  while (readiness === 200) {
    await delay(POLL_MS);
    readiness = await readinessOf(port);
  }
  trial.expect(
    'shutdown.order',
    readiness === 503,
    `readiness said ${readiness ?? 'nothing'} before its end`,
    reproduce,
  );
  if (readiness !== 503 || ending !== undefined) return;
  const [live, short] = await Promise.allSettled([
    request({ url: `${url}/health/live` }),
    request({ url: `${url}/short` }),
  ]);
  const statuses = [live, short].map((answer) => (answer.status === 'fulfilled' ? answer.value.status : answer.reason));
  trial.expect(
    'shutdown.order',
    statuses.every((status) => status === 200),
    `while draining: ${statuses.join()}`,
    reproduce,
  );
  if (short.status === 'fulfilled' && short.value.status === 200) served.answered(id, '/short');
}
