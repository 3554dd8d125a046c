/**
 * Created spans = exported + dropped + queued, at any moment, at any sampling ratio, over both protocols, while the receiver takes,
 * refuses or never answers, with a queue that is too small, and after the end.
 */
import { OperationPipeline } from 'nestjs-observability';
import { samplesIn } from './accounting/page.js';
import { Patience, untilArrived } from './accounting/patience.js';
import { startDesk, type ObservedDesk } from './desk.js';
import { droppedOf, whereaboutsOf, wrongWhereabouts, type Whereabouts } from './accounting/whereabouts.js';
import { startReceiver, type Protocol, type ReceiverMode, type SpanReceiver } from './spans/receiver.js';
import { Workshop } from './spans/workshop.js';
import { tell, type Attempt } from './subject.js';

const ATTACK_CLASS = 'conservation.spans';
const RATIOS = [1, 0.1, 0] as const;
/** Small enough that a burst overflows it now and then. */
const MAX_QUEUE_SIZE = 250;
const MAX_BURST = 60;
/** Once more, after the mood that costs the time of a time-out. */
const QUICK: readonly ReceiverMode[] = ['error', 'ok'];
const FLUSH_TIMEOUT_MS = 400;

interface Circumstances {
  readonly protocol: Protocol;
  readonly sampleRatio: number;
}

export async function spans(attempt: Attempt): Promise<void> {
  const { round } = attempt;
  // Whatever the round: all spans of one protocol, and a share of those of the other.
  const [one, other]: Protocol[] = round % 2 === 0 ? ['grpc', 'http/protobuf'] : ['http/protobuf', 'grpc'];
  await build(attempt, { protocol: one!, sampleRatio: 1 });
  await build(attempt, { protocol: other!, sampleRatio: RATIOS[round % RATIOS.length]! });
}

async function build(attempt: Attempt, circumstances: Circumstances): Promise<void> {
  const receiver = await startReceiver(circumstances.protocol);
  try {
    await new Foreman(attempt, circumstances, receiver, await startWorkshop(circumstances, receiver)).work();
  } finally {
    await receiver.stop();
  }
}

function startWorkshop({ protocol, sampleRatio }: Circumstances, { endpoint }: SpanReceiver): Promise<ObservedDesk> {
  const limits = { maxQueueSize: MAX_QUEUE_SIZE, maxBatchSize: 100, scheduleDelayMs: 40, exportTimeoutMs: 1_000 };
  return startDesk({
    providers: [Workshop],
    observability: {
      logs: { level: 'fatal' },
      traces: { exporter: 'otlp', endpoint, protocol, sampleRatio, ...limits },
      shutdown: { flushTimeoutMs: FLUSH_TIMEOUT_MS },
    },
  });
}

class Foreman {
  private readonly patience = new Patience();
  private readonly workshop: Workshop;

  constructor(
    private readonly attempt: Attempt,
    private readonly circumstances: Circumstances,
    private readonly receiver: SpanReceiver,
    private readonly desk: ObservedDesk,
  ) {
    this.workshop = desk.app.get(Workshop);
  }

  async work(): Promise<void> {
    const { dice } = this.attempt;
    for (const mode of [...dice.shuffled(this.receiver.modes), 'ok', ...QUICK] as const) {
      this.receiver.setMode(mode);
      await this.burst();
      if (mode === 'hang') this.flood();
      if (this.workshop.recorded > 0) await untilArrived(() => this.receiver.arrived);
      this.report(mode, await this.patience.until(() => this.wrongOnPage()));
    }
    this.reportSampling();
    await this.close(dice.pick(this.receiver.modes));
  }

  private async burst(): Promise<void> {
    const { dice } = this.attempt;
    for (let piece = dice.below(MAX_BURST); piece > 0; piece--) {
      if (dice.chance(0.3)) await this.workshop.paint();
      else this.workshop.build(dice.below(10));
    }
  }

  /** More than the queue takes, in one turn of the loop. */
  private flood(): void {
    for (let ended = 0; ended < 2 * MAX_QUEUE_SIZE; ended += 10) this.workshop.build(9);
  }

  private async wrongOnPage(): Promise<readonly string[]> {
    return this.wrongIn(whereaboutsOf(samplesIn(await this.desk.scrape()), 'traces'));
  }

  private wrongIn(whereabouts: Whereabouts): readonly string[] {
    return wrongWhereabouts(this.workshop.recorded, this.receiver.taken, whereabouts);
  }

  /** The page is gone then: what was given up at the end is in the application's own book. */
  private async close(mode: ReceiverMode): Promise<void> {
    const pipeline = this.desk.app.get(OperationPipeline);
    await this.burst();
    this.receiver.setMode(mode);
    await this.desk.close();
    const { taken } = this.receiver;
    this.report(
      `${mode} at the end`,
      this.wrongIn({ exported: taken, dropped: droppedOf(pipeline, 'traces'), queued: 0 }),
    );
  }

  private reportSampling(): void {
    const { recorded, begun } = this.workshop;
    const { sampleRatio } = this.circumstances;
    const isExact = sampleRatio !== 0.1 ? recorded === begun * sampleRatio : recorded < begun;
    this.report('sampling', isExact ? [] : [`${recorded} of ${begun} spans were recorded`]);
  }

  private report(moment: string, wrong: readonly string[]): void {
    const circumstances = { ...this.circumstances, moment };
    tell(this.attempt, { attackClass: ATTACK_CLASS, compared: this.workshop.recorded, wrong, circumstances });
  }
}
