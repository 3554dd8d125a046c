/**
 * The same totals by every way out: scrapes in both formats, what the application reads itself, pushes over OTLP, cumulative or as
 * deltas that add up however often the receiver was away, and the console.
 */
import { MetricsService } from 'nestjs-observability';
import {
  startOtlpReceiver,
  type OtlpProtocol,
  type OtlpReceiver,
  type ReceiverMode,
} from '../../test/support/otlp-receiver.js';
import { Ledger } from './accounting/ledger.js';
import { samplesIn } from './accounting/page.js';
import type { Samples } from './accounting/series.js';
import { Patience, untilArrived } from './accounting/patience.js';
import { startDesk, type ObservedDesk } from './desk.js';
import { ShopController } from './http/shop.js';
import { visits } from './http/visitor.js';
import { tell, type Attempt } from './subject.js';
import { disagreements } from './ways/agreement.js';
import { CONSOLE, requestsInConsole } from './ways/console.js';
import { samplesPushed } from './ways/otlp.js';
import { samplesAsked, samplesRead } from './ways/readings.js';
import { PRICES } from './works/completions.js';
import { works } from './works/index.js';
import { Kitchen } from './works/methods.js';
import type { Work } from './works/work.js';

const ATTACK_CLASS = 'conservation.ways';
const STEPS = 400;
const OUTAGES = 5;
const OPEN_METRICS = 'application/openmetrics-text;version=1.0.0';
const AWAY: readonly ReceiverMode[] = ['ok', 'busy', 'refuse', 'hang'];

interface Circumstances {
  readonly temporality: 'cumulative' | 'delta';
  readonly protocol: OtlpProtocol;
}

export async function ways(attempt: Attempt): Promise<void> {
  const [one, other]: OtlpProtocol[] = attempt.round % 2 === 0 ? ['grpc', 'http/protobuf'] : ['http/protobuf', 'grpc'];
  await pushing(attempt, { temporality: 'cumulative', protocol: one! });
  await pushing(attempt, { temporality: 'delta', protocol: other! });
}

async function pushing(attempt: Attempt, circumstances: Circumstances): Promise<void> {
  const receiver = await startOtlpReceiver('metrics', circumstances.protocol);
  try {
    const desk = await startPushing(circumstances, receiver);
    await new Comparison(attempt, circumstances, receiver, desk).run();
  } finally {
    await receiver.stop();
  }
}

function startPushing({ temporality, protocol }: Circumstances, { endpoint }: OtlpReceiver): Promise<ObservedDesk> {
  const push = { exportIntervalMs: 100, exportTimeoutMs: 300, endpoint, protocol, temporality };
  return startDesk({
    platform: protocol === 'grpc' ? 'express' : 'fastify',
    controllers: [ShopController],
    providers: [Kitchen],
    observability: {
      ...CONSOLE,
      ai: { prices: PRICES },
      logs: { level: 'fatal' },
      metrics: { exporter: ['prometheus', 'otlp'], ...push },
    },
  });
}

class Comparison {
  private readonly patience = new Patience();
  private readonly ledger = new Ledger();
  private readonly works: readonly Work[];

  constructor(
    private readonly attempt: Attempt,
    private readonly circumstances: Circumstances,
    private readonly receiver: OtlpReceiver,
    private readonly desk: ObservedDesk,
  ) {
    const { ledger } = this;
    const { app } = desk;
    const start = [visits, ...Object.values(works)];
    this.works = start.map((make) => make({ app, ledger, dice: attempt.dice.another() }));
  }

  async run(): Promise<void> {
    for (let outage = 0; outage < OUTAGES; outage++) {
      this.receiver.mode = this.attempt.dice.pick(AWAY);
      await this.take(STEPS / OUTAGES);
      // Each mood meets a push.
      await untilArrived(() => this.receiver.arrived);
    }
    this.receiver.mode = 'ok';
    for (const work of this.works) await work.finish();
    await this.compare();
    await this.compareTheLastPush();
  }

  private async take(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) await this.attempt.dice.pick(this.works).step();
  }

  private async compare(): Promise<void> {
    const metrics = this.desk.app.get(MetricsService);
    const scraped = await this.held('text', async () => samplesIn(await this.desk.scrape()));
    const open = await this.held('OpenMetrics', async () => samplesIn(await this.desk.scrape(OPEN_METRICS)));
    const read = await this.held('snapshot()', async () => samplesRead(metrics));
    const asked = await this.held('read()', async () => samplesAsked(metrics));
    const pushed = await this.held('OTLP', async () => samplesPushed(this.receiver.requests));
    this.report('OpenMetrics', disagreements(scraped, open));
    this.report('snapshot()', disagreements(scraped, read));
    this.report('read()', disagreements(scraped, asked));
    this.report('OTLP', disagreements(scraped, pushed));
    await this.compareConsole();
  }

  /** What the ledger says must be what this way says. */
  private async held(way: string, ask: () => Promise<Samples>): Promise<Samples> {
    let samples: Samples = new Map();
    const wrong = await this.patience.until(async () => this.ledger.differences((samples = await ask())));
    this.report(way, wrong);
    return samples;
  }

  private async compareConsole(): Promise<void> {
    const noted = this.ledger.total('http_requests_total');
    const wrong = await this.patience.until(async () => {
      const shown = await requestsInConsole(this.desk.metricsPort);
      return shown === noted ? [] : [`${shown} requests are in the console, ${noted} were done`];
    });
    this.report('console', wrong);
  }

  private async compareTheLastPush(): Promise<void> {
    const metrics = this.desk.app.get(MetricsService);
    metrics.counter('shop_last_total').inc(7);
    this.ledger.note('shop_last_total', {}, 7);
    await this.desk.close();
    this.report('OTLP at the end', this.ledger.differences(samplesPushed(this.receiver.requests)));
  }

  private report(way: string, wrong: readonly string[]): void {
    const circumstances = { ...this.circumstances, way };
    tell(this.attempt, { attackClass: ATTACK_CLASS, compared: STEPS, wrong, circumstances });
  }
}
