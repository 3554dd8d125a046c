/**
 * Log lines: written = counted by level = handed over to the exporter or suppressed by the flood limit; and of those handed over,
 * exported + dropped + queued, while the receiver takes, refuses or hangs.
 */
import { Logger } from '@nestjs/common';
import { OperationPipeline } from 'nestjs-observability';
import {
  startOtlpReceiver,
  type OtlpProtocol,
  type OtlpReceiver,
  type ReceiverMode,
} from '../../test/support/otlp-receiver.js';
import { samplesIn } from './accounting/page.js';
import { Ledger } from './accounting/ledger.js';
import { seriesOf, type Samples } from './accounting/series.js';
import { Patience, untilArrived } from './accounting/patience.js';
import { startDesk, type ObservedDesk } from './desk.js';
import { droppedOf, whereaboutsOf, wrongWhereabouts } from './accounting/whereabouts.js';
import { tell, type Attempt } from './subject.js';

const ATTACK_CLASS = 'conservation.logs';
const MAX_BURST = 150;
const MAX_QUEUE_SIZE = 200;
const MAX_PER_SECOND = 40;
const FLUSH_TIMEOUT_MS = 400;
const MODES: readonly ReceiverMode[] = ['ok', 'partial', 'refuse', 'busy', 'hang'];
/** Of the lines that the driver asks for; the library has something to say as well. */
const OWN = /^(line \d+|again and again)$/;
const LEVELS = ['log', 'warn', 'error', 'fatal'] as const;

export async function logs(attempt: Attempt): Promise<void> {
  const protocol: OtlpProtocol = attempt.round % 2 === 0 ? 'http/protobuf' : 'grpc';
  const receiver = await startOtlpReceiver('logs', protocol);
  const written: string[] = [];
  try {
    const desk = await startWriting(receiver, protocol, written);
    await new Writer(attempt, receiver, desk, written, protocol).write();
  } finally {
    await receiver.stop();
  }
}

function startWriting({ endpoint }: OtlpReceiver, protocol: OtlpProtocol, written: string[]): Promise<ObservedDesk> {
  const destination = { write: (text: string) => void written.push(...text.split('\n').filter(Boolean)) };
  const limits = { maxQueueSize: MAX_QUEUE_SIZE, maxBatchSize: 50, scheduleDelayMs: 30, exportTimeoutMs: 1_000 };
  return startDesk({
    observability: {
      logs: {
        level: 'debug',
        destination,
        exporter: 'otlp',
        endpoint,
        protocol,
        maxPerSecond: MAX_PER_SECOND,
        ...limits,
      },
      shutdown: { flushTimeoutMs: FLUSH_TIMEOUT_MS },
    },
  });
}

class Writer {
  private readonly patience = new Patience();
  private readonly logger = new Logger('Trust');
  private readonly pipeline: OperationPipeline;
  /** Lines that the application asked for. */
  private asked = 0;
  /** Records that the receiver has refused from requests of which it took the rest. */
  private refused = 0;

  constructor(
    private readonly attempt: Attempt,
    private readonly receiver: OtlpReceiver,
    private readonly desk: ObservedDesk,
    private readonly written: readonly string[],
    private readonly protocol: OtlpProtocol,
  ) {
    this.pipeline = desk.app.get(OperationPipeline);
  }

  async write(): Promise<void> {
    const { dice } = this.attempt;
    for (const mode of [...dice.shuffled(MODES), 'ok'] as const) await this.writeInMood(mode);
    await this.close();
  }

  private async writeInMood(mode: ReceiverMode): Promise<void> {
    const { receiver } = this;
    const takenBefore = receiver.requests.length;
    receiver.mode = mode;
    this.burst();
    await untilArrived(() => receiver.arrived);
    const wrong = await this.patience.until(async () => {
      const refused = mode === 'partial' ? receiver.requests.length - takenBefore : 0;
      return this.wrongIn(samplesIn(await this.desk.scrape()), refused);
    });
    this.report(mode, wrong);
    // Nobody has heard of another request since.
    if (mode === 'partial') this.refused += receiver.requests.length - takenBefore;
    receiver.mode = 'ok';
  }

  private burst(): void {
    const { dice } = this.attempt;
    const isFlood = dice.chance(0.3);
    for (let line = dice.below(MAX_BURST); line > 0; line--) {
      this.asked++;
      this.logger[dice.pick(LEVELS)](isFlood ? 'again and again' : `line ${this.asked}`);
    }
  }

  private wrongIn(samples: Samples, refusedNow: number): readonly string[] {
    const { written } = this;
    const flooded = samples.get(seriesOf('observability_dropped_total', { signal: 'logs', reason: 'flood' })) ?? 0;
    const { exported, dropped, queued } = whereaboutsOf(samples, 'logs');
    const own = ownLines(written);
    const taken = this.taken - refusedNow;
    return [
      ...this.ledgerOf(written).differences(samples),
      ...(own + flooded === this.asked
        ? []
        : [`${this.asked} lines were asked for: ${own} written, ${flooded} flooded`]),
      ...wrongWhereabouts(written.length, taken, { exported, dropped: dropped - flooded, queued }),
    ];
  }

  /** Levels as they stand in the lines. */
  private ledgerOf(written: readonly string[]): Ledger {
    const ledger = new Ledger();
    for (const line of written) ledger.note('log_messages_total', { level: (JSON.parse(line) as Line).level });
    return ledger;
  }

  private get taken(): number {
    return this.receiver.requests.reduce((sum, { records }) => sum + records.length, 0) - this.refused;
  }

  private async close(): Promise<void> {
    this.burst();
    await this.desk.close();
    const dropped = droppedOf(this.pipeline, 'logs');
    const { asked, taken, written } = this;
    const flooded = asked - ownLines(written);
    const whereabouts = { exported: taken, dropped: dropped - flooded, queued: 0 };
    this.report('at the end', wrongWhereabouts(written.length, taken, whereabouts));
  }

  private report(moment: string, wrong: readonly string[]): void {
    const circumstances = { protocol: this.protocol, moment };
    tell(this.attempt, { attackClass: ATTACK_CLASS, compared: this.asked, wrong, circumstances });
  }
}

interface Line {
  readonly level: string;
  readonly message: string;
}

function ownLines(written: readonly string[]): number {
  return written.filter((line) => OWN.test((JSON.parse(line) as Line).message)).length;
}
