/**
 * What a real Prometheus has of an application: every series as the ledger has it, no counter that falls, and an `increase()` that is
 * what was counted between its first and its last sample.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Ledger } from './accounting/ledger.js';
import { samplesIn } from './accounting/page.js';
import type { Samples } from './accounting/series.js';
import { Patience } from './accounting/patience.js';
import { startDesk, type ObservedDesk } from './desk.js';
import { ShopController } from './http/shop.js';
import { visits } from './http/visitor.js';
import { hasPrometheus, PrometheusServer, SCRAPE_INTERVAL_MS, type Histories } from './prometheus/server.js';
import { tell, type Attempt } from './subject.js';
import { disagreements } from './ways/agreement.js';
import { PRICES } from './works/completions.js';
import { works } from './works/index.js';
import { Kitchen } from './works/methods.js';
import type { Work } from './works/work.js';

const ATTACK_CLASS = 'conservation.prometheus';
const BURSTS = 6;
const STEPS_PER_BURST = 60;
const START_PATIENCE_MS = 60_000;
/** How far beyond its first and last sample `increase()` may go on, in distances of samples: at both ends. */
const MAX_EXTRAPOLATION = 2 * 1.1;
/** Of sums of fractions. */
const SLACK = 1e-6;
const CUMULATIVE = /_(total|count)$/;

export async function prometheus(attempt: Attempt): Promise<void> {
  if (!hasPrometheus()) return lack(attempt);
  const desk = await startDesk({
    platform: attempt.round % 2 === 0 ? 'fastify' : 'express',
    controllers: [ShopController],
    providers: [Kitchen],
    observability: { ai: { prices: PRICES }, logs: { level: 'fatal' } },
  });
  const server = await PrometheusServer.start(desk.metricsPort);
  try {
    await new Watch(attempt, desk, server).keep();
  } finally {
    await server.stop();
    await desk.close();
  }
}

/** A machine of somebody's own need not have it. */
function lack(attempt: Attempt): void {
  attempt.trial.figure(ATTACK_CLASS, 'not tried', 'prometheus is not installed');
  const wrong = process.env['CI'] === undefined ? [] : ['prometheus is not installed; apt-get install prometheus'];
  tell(attempt, { attackClass: ATTACK_CLASS, compared: 1, wrong });
}

class Watch {
  private readonly patience = new Patience();
  private readonly ledger = new Ledger();
  private readonly works: readonly Work[];

  constructor(
    private readonly attempt: Attempt,
    private readonly desk: ObservedDesk,
    private readonly server: PrometheusServer,
  ) {
    const { ledger } = this;
    const start = [visits, ...Object.values(works)];
    this.works = start.map((make) => make({ app: desk.app, ledger, dice: attempt.dice.another() }));
  }

  async keep(): Promise<void> {
    const missing = await new Patience().until(() => this.whatIsMissing(), START_PATIENCE_MS);
    if (missing.length > 0) return this.report('start', 1, missing);
    for (let burst = 0; burst < BURSTS; burst++) {
      for (let step = 0; step < STEPS_PER_BURST; step++) await this.attempt.dice.pick(this.works).step();
      await delay(SCRAPE_INTERVAL_MS);
    }
    for (const work of this.works) await work.finish();
    await this.compare();
    await this.compareIncreases();
  }

  private async whatIsMissing(): Promise<readonly string[]> {
    return (await this.server.samples()).size > 0 ? [] : ['Prometheus has scraped nothing'];
  }

  private async compare(): Promise<void> {
    let samples: Samples = new Map();
    const wrong = await this.patience.until(async () =>
      this.ledger.differences((samples = await this.server.samples())),
    );
    this.report('ledger', samples.size, wrong);
    this.report('scrape', samples.size, disagreements(samplesIn(await this.desk.scrape()), samples));
  }

  private async compareIncreases(): Promise<void> {
    const { matcher } = this.server;
    for (const name of this.ledger.names) {
      if (!CUMULATIVE.test(name)) continue;
      const histories = await this.server.histories(`${name}{${matcher}}[10m]`);
      const increase = await this.server.number(`sum(increase(${name}{${matcher}}[10m]))`);
      this.report('increase()', histories.size, [...falls(histories), ...wrongIncrease(name, histories, increase)]);
    }
  }

  private report(what: string, compared: number, wrong: readonly string[]): void {
    tell(this.attempt, { attackClass: ATTACK_CLASS, compared, wrong, circumstances: { what } });
  }
}

function falls(histories: Histories): string[] {
  return [...histories].flatMap(([series, samples]) => {
    const fell = samples.find(([, value], index) => value < (samples[index - 1]?.[1] ?? 0));
    return fell === undefined ? [] : [`${series} falls to ${fell[1]} at ${fell[0]}`];
  });
}

/** `increase()` goes on beyond the samples that it has, as steep as between them. */
function wrongIncrease(name: string, histories: Histories, increase: number): string[] {
  let [least, most] = [0, 0];
  for (const samples of [...histories.values()].filter(({ length }) => length > 1)) {
    const [[firstSeconds, first], [lastSeconds, last]] = [samples[0]!, samples.at(-1)!];
    const distance = (lastSeconds - firstSeconds) / (samples.length - 1);
    least += last - first;
    most +=
      ((last - first) * (lastSeconds - firstSeconds + MAX_EXTRAPOLATION * distance)) / (lastSeconds - firstSeconds);
  }
  const isWithin = increase >= least - SLACK && increase <= most + SLACK;
  return isWithin ? [] : [`increase() of ${name} is ${increase}, and must be ${least} to ${most}`];
}
