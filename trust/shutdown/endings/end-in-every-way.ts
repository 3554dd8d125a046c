/** Each ending on each platform: the process is gone within its bound, as it should be, and all that it served is told. */
import { freePort } from '../../../test/support/free-port.js';
import type { Trial } from '../../harness/trial.js';
import { Instance, platforms, type Platform } from '../application/instance.js';
import { request } from '../load/request.js';
import { Served } from '../load/served.js';
import { compare } from '../rollout/compare.js';
import { Collector } from '../telemetry/collector.js';
import type { EndingCase } from './ending.js';
import { endings } from './cases.js';

const DRAIN_TIMEOUT_MS = 300;
const FLUSH_TIMEOUT_MS = 3_000;
/** Of a machine that has other things to do; less than the flush, so that one that takes its time twice is seen. */
const SLACK_MS = 2_000;
const REQUESTS = 20;
/** Most of an ending is waiting. */
const AT_ONCE = 4;

export async function endInEveryWay(trial: Trial): Promise<void> {
  const waiting = endings.flatMap((ending) => platforms.map((platform) => ({ ending, platform })));
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await endOnce(trial, next.ending, next.platform);
  });
  await Promise.all(workers);
}

async function endOnce(trial: Trial, ending: EndingCase, platform: Platform): Promise<void> {
  const collector = await Collector.start();
  const instance = await started(ending, platform, collector);
  const served = new Served();
  if (ending.when === undefined) await serve(instance, served);
  const route = await ending.open?.(instance);
  if (route !== undefined) served.answered(instance.settings.id, route);
  if (ending.isUnheard) collector.mode = 'hang';
  const askedAtMs = performance.now();
  await ending.end(instance);
  const boundMs = DRAIN_TIMEOUT_MS + FLUSH_TIMEOUT_MS + SLACK_MS + (ending.mayTakeMs ?? 0);
  const deadline = setTimeout(() => instance.signal('SIGKILL'), boundMs);
  const { as, atMs } = await instance.ended;
  clearTimeout(deadline);
  const fact = `on ${platform} it ended with ${as} after ${(atMs - askedAtMs).toFixed()} ms of ${boundMs}`;
  trial.expect(`shutdown.${ending.name}`, as === (ending.as ?? 0), fact, instance.output.slice(-2_000));
  if (!ending.isUnheard) compare({ trial, collector, served }, instance);
  collector.stop();
}

async function started(ending: EndingCase, platform: Platform, collector: Collector): Promise<Instance> {
  const instance = new Instance({
    platform,
    port: await freePort(),
    id: `${platform}-${ending.name}`,
    collectorUrl: collector.url,
    drainTimeoutMs: DRAIN_TIMEOUT_MS,
    flushTimeoutMs: FLUSH_TIMEOUT_MS,
    endsBy: 'exit',
    ...ending.settings,
  });
  return instance.said(ending.when ?? 'listening');
}

async function serve(instance: Instance, served: Served): Promise<void> {
  for (let count = 0; count < REQUESTS; count++) {
    const { instance: id } = await request({ url: `${instance.url}/short` });
    served.answered(id, '/short');
  }
}
