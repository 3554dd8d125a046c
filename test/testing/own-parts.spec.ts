/** The blocks of docs/21-testing.md about parts of one's own: a handler and a source, each held to its contract. */
import type { Operation, OperationHandler, OperationSource } from 'nestjs-observability';
import { OperationPipeline } from 'nestjs-observability';
import {
  describeHandler,
  describeSource,
  ObservabilityTestingModule,
  TelemetryRecorder,
} from 'nestjs-observability/testing';
import { Test } from '@nestjs/testing';

/** Where the slowest requests are reported to. */
class Board {
  reports = 0;
  readonly timer = setInterval(() => undefined, 1000).unref();

  post(_text: string): void {
    this.reports++;
  }

  close(): void {
    clearInterval(this.timer);
  }
}

// #region handler
class SlowestRequests implements OperationHandler {
  readonly name = 'slowest-requests';

  constructor(private readonly board: Board) {}

  handles(kind: string): boolean {
    return kind === 'http.server';
  }

  end({ name, durationMs }: Operation): void {
    this.board.post(`${name} ${durationMs.toFixed(1)} ms`);
  }
}

describeHandler('The slowest requests', {
  create: () => {
    const board = new Board();
    return { handler: new SlowestRequests(board), told: () => board.reports, close: () => board.close() };
  },
});
// #endregion

type Deliver = (letter: string) => Promise<string>;

/** Somebody else's library, which the source observes. */
class Mailbox {
  deliver: Deliver = async (letter) => letter;
}

// #region source
class MailSource implements OperationSource {
  readonly name = 'mail';
  readonly conventions = [];
  private readonly original: Deliver;

  constructor(private readonly mailbox: Mailbox) {
    this.original = mailbox.deliver;
  }

  attach(pipeline: OperationPipeline): void {
    this.mailbox.deliver = (letter) =>
      pipeline.observe({ kind: 'queue.process', name: 'mail' }, () => this.original(letter));
  }

  detach(): void {
    this.mailbox.deliver = this.original;
  }
}

describeSource('Letters', {
  kind: 'queue.process',
  start: async () => {
    const { mailbox, letters } = await openMailbox();
    const module = await Test.createTestingModule({
      imports: [
        ObservabilityTestingModule.forRoot({
          observability: { plugins: [{ name: 'mail', sources: () => [new MailSource(mailbox)] }] },
        }),
      ],
    }).compile();
    await module.init();
    return {
      recorder: module.get(TelemetryRecorder),
      pipeline: module.get(OperationPipeline),
      act: (how) => mailbox.deliver(how),
      begin: async () => {
        void mailbox.deliver('slow');
        return { release: letters.release };
      },
      close: () => module.close(),
    };
  },
  outcomes: {
    success: 'ok',
    error: 'error',
    abort: 'canceled',
    timeout: { impossible: 'nobody waits for a letter' },
  },
  shutdown: 'ok',
});
// #endregion

async function openMailbox() {
  let release!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  const mailbox = new Mailbox();
  mailbox.deliver = async (letter) => {
    if (letter === 'error') throw new RangeError('no such address');
    if (letter === 'abort') AbortSignal.abort().throwIfAborted();
    if (letter === 'slow') await released;
    return letter;
  };
  return { mailbox, letters: { release } };
}
