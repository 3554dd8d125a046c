/** SIGKILL under load: what is lost is what waited to be sent, and no more. */
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../../test/support/free-port.js';
import { randomFrom } from '../../../test/support/random.js';
import type { Trial } from '../../harness/trial.js';
import { Instance, platforms, type Platform } from '../application/instance.js';
import { request } from '../load/request.js';
import { completionLinesOf, isCompletion, isOfRequest, isRequests } from '../rollout/compare.js';
import { Collector } from '../telemetry/collector.js';

/** What may wait, by signal, in milliseconds: the options that bound it, set so that a short run sees several rounds. */
const WAITS_MS = { spans: 800, metrics: 800, records: 400, 'standard output': 0 } as const;
const ENV = {
  OTEL_BSP_SCHEDULE_DELAY: String(WAITS_MS.spans),
  OTEL_METRIC_EXPORT_INTERVAL: String(WAITS_MS.metrics),
  OTEL_BLRP_SCHEDULE_DELAY: String(WAITS_MS.records),
};
/** On its way over loopback, on a machine that has other things to do. */
const SLACK_MS = 700;
const CLIENTS = 4;
/** Between two requests of one client: less than queues take. */
const PAUSE_MS = 10;
const MIN_LOAD_MS = 2_000;
const MAX_MORE_MS = 1_000;

type Signal = keyof typeof WAITS_MS;

export async function kill(trial: Trial, share: number): Promise<void> {
  const random = randomFrom(trial.seed);
  for (let round = 0; round < 1 || trial.hasTime(share); round++) {
    const loads = platforms.map((platform) => killOnce(trial, platform, MIN_LOAD_MS + random() * MAX_MORE_MS));
    await Promise.all(loads);
  }
}

async function killOnce(trial: Trial, platform: Platform, loadMs: number): Promise<void> {
  const collector = await Collector.start();
  const settings = { platform, port: await freePort(), id: `${platform}-killed`, collectorUrl: collector.url };
  const rest = { drainTimeoutMs: 0, flushTimeoutMs: 5_000, endsBy: 'exit', env: ENV } as const;
  const instance = await new Instance({ ...settings, ...rest }).listening();
  const load = new KilledLoad(instance.url);
  await delay(loadMs);
  instance.signal('SIGKILL');
  const { atMs } = await instance.ended;
  await load.over;
  const told = toldBy(collector, instance);
  for (const signal of Object.keys(WAITS_MS) as Signal[])
    judge(trial, { signal, platform, atMs, load, told: told[signal] });
  await startAgain(trial, instance, collector);
  collector.stop();
}

function toldBy(collector: Collector, { settings: { id }, output }: Instance): Readonly<Record<Signal, number>> {
  const { spans, points, lines } = collector.of(id);
  return {
    spans: spans.filter(isOfRequest).length,
    metrics: points.filter(isRequests).reduce((sum, { value }) => sum + value, 0),
    records: lines.filter(isCompletion).length,
    'standard output': completionLinesOf(output).length,
  };
}

interface Killed {
  readonly signal: Signal;
  readonly platform: Platform;
  readonly atMs: number;
  readonly load: KilledLoad;
  readonly told: number;
}

/** What was answered before the last wait began has been told; lines are written in the turn that answers. */
function judge(trial: Trial, { signal, platform, atMs, load, told }: Killed): void {
  const waitMs = WAITS_MS[signal];
  const owed = waitMs === 0 ? load.answered - CLIENTS : load.answeredBefore(atMs - waitMs - SLACK_MS);
  const attackClass = `shutdown.killed-${signal.replace(' ', '-')}`;
  const fact = `${platform}: of ${load.answered} answers ${told} were told, ${owed} were owed`;
  trial.expect(attackClass, told >= owed && owed > 0, fact, `--seed ${trial.seed}`);
  trial.figure(attackClass, `lost on ${platform}`, `${load.answered - told} of ${load.answered}`);
}

/** The same port, the same id, the same folder: nothing of the killed one is in the way. */
async function startAgain(trial: Trial, killed: Instance, collector: Collector): Promise<void> {
  const again = await new Instance(killed.settings).listening();
  const { status } = await request({ url: `${again.url}/short` });
  again.signal('SIGTERM');
  const { as } = await again.ended;
  const fact = `after SIGKILL it answered ${status} and ended with ${as}`;
  trial.expect('shutdown.killed-again', status === 200 && as === 0, fact, again.output.slice(-2_000));
  collector.forget(again.settings.id);
}

/** As fast as it goes until the server is gone. */
class KilledLoad {
  readonly over: Promise<unknown>;
  private readonly answeredAtMs: number[] = [];

  constructor(private readonly url: string) {
    this.over = Promise.all(Array.from({ length: CLIENTS }, () => this.run()));
  }

  get answered(): number {
    return this.answeredAtMs.length;
  }

  answeredBefore(atMs: number): number {
    return this.answeredAtMs.filter((answeredAtMs) => answeredAtMs <= atMs).length;
  }

  private async run(): Promise<void> {
    try {
      for (;;) {
        await request({ url: `${this.url}/short` });
        this.answeredAtMs.push(performance.now());
        await delay(PAUSE_MS);
      }
    } catch {
      // It is gone.
    }
  }
}
