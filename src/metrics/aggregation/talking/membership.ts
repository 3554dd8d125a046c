/**
 * The side of a member: it introduces itself, hands on what it counts at short intervals and at its end, and tells everything
 * when it is asked. Until it is welcome nothing is sent, and without a welcome it stands alone.
 */
import type { Diagnostics } from '../../../kernel/index.js';
import type { FormatName } from '../../text-format.js';
import type { AggregationRoot } from '../aggregation-root.js';
import type { Contribution } from '../telling/contribution.js';
import type { Contributor } from '../telling/contributor.js';
import type { Answer, Introduction, PagePiece, PageRequest } from './member.js';
import { EVERYBODY, keyOf, Peer, type ListeningWire } from './peer.js';
import { PeerSink } from './peer-sink.js';

export interface MembershipOptions {
  readonly wire: ListeningWire;
  readonly key: string;
  readonly introduction: Introduction;
  readonly contributor: Contributor;
  /** Of this application and the threads of this process, until there is a welcome. */
  readonly root: AggregationRoot;
  readonly handOverIntervalMs: number;
  /** How long the first pages wait for the welcome. */
  readonly welcomeTimeoutMs: number;
  /** How long a page may take to begin, and its next piece to come. */
  readonly pageTimeoutMs: number;
  readonly diagnostics: Diagnostics;
}

export class Membership {
  private readonly peer: Peer;
  private readonly stopListening: () => void;
  private readonly sink: PeerSink;
  private timer: NodeJS.Timeout | undefined;
  private handingOver: Promise<void> | undefined;
  private lastPageId = 0;
  private welcomed!: () => void;
  /** Fulfilled by the welcome, or when it has not come in time. */
  private readonly answered: Promise<void>;
  isWelcome = false;
  private readonly onExit = (): void => this.tellLast();

  constructor(private readonly options: MembershipOptions) {
    const { wire, key, welcomeTimeoutMs } = options;
    const listeners = {
      'who is there': () => this.introduce(),
      welcome: () => this.begin(),
      gather: (names: readonly string[]) => this.gather(names),
    };
    this.peer = new Peer({ wire, key, side: 'member', listeners });
    this.stopListening = wire.listen((message) => this.receive(message));
    this.sink = new PeerSink(this.peer);
    process.on('exit', this.onExit);
    const welcome = new Promise<void>((resolve) => (this.welcomed = resolve));
    this.answered = within(welcomeTimeoutMs, welcome).catch(() => undefined);
    this.introduce();
  }

  /** Of a thread of this process, to be handed on. */
  takeAll(contributions: Iterable<Contribution>): void {
    for (const contribution of contributions) this.sink.take(contribution);
    this.sink.send();
  }

  /**
   * The page over all; undefined where this stands alone. It fails when it does not come in time: numbers of one process in the place
   * of sums would look like counters that fell.
   */
  async page(format: FormatName, names: readonly string[]): Promise<AsyncIterable<string> | undefined> {
    // The first scrape may come before the welcome does.
    await this.answered;
    return this.isWelcome ? this.pieces({ id: ++this.lastPageId, format, names }) : undefined;
  }

  /** Where nothing can be waited for any more. */
  tellLast(): void {
    const { contributor, diagnostics } = this.options;
    const tell = (): void => {
      contributor.tellLast(this.sink);
      this.sink.send();
    };
    if (this.isWelcome) diagnostics.safely('metrics', 'aggregate', tell, undefined);
  }

  /** Hands everything over and is gone. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    if (this.isWelcome) {
      await this.handingOver;
      await this.handOver();
    }
    // A welcome may be under way.
    this.peer.tell('farewell');
    await this.inTime(this.peer.flushed()).catch(() => undefined);
    this.isWelcome = false;
    process.off('exit', this.onExit);
    this.stopListening();
    this.peer.close();
  }

  private receive(message: unknown): void {
    const key = keyOf(message, 'station');
    if (key === this.options.key || key === EVERYBODY) this.peer.receive(message);
  }

  private introduce(): void {
    this.peer.tell('introduction', this.options.introduction);
  }

  private begin(): void {
    if (this.isWelcome) return;
    this.isWelcome = true;
    // What came together here while it stood alone.
    for (const contribution of this.options.root.totals()) if (contribution) this.sink.take(contribution);
    this.sink.send();
    this.timer = setInterval(() => void this.handOver(), this.options.handOverIntervalMs).unref();
    this.welcomed();
  }

  /** Never rejects. */
  private handOver(): Promise<void> {
    return (this.handingOver ??= this.handOverNow().finally(() => (this.handingOver = undefined)));
  }

  private async handOverNow(): Promise<void> {
    const { contributor, diagnostics } = this.options;
    try {
      await contributor.handOver(this.sink);
      this.sink.send();
    } catch (error) {
      diagnostics.failed('metrics', 'aggregate', error);
    }
  }

  private async gather(names: readonly string[]): Promise<Answer> {
    const answer = await this.options.root.gathering.gather(names, this.sink);
    this.sink.send();
    return answer;
  }

  private async *pieces(request: PageRequest): AsyncGenerator<string, void, undefined> {
    let isWhole = false;
    try {
      while (!isWhole) {
        // oxlint-disable-next-line no-await-in-loop -- one after another, as fast as they are read
        const { text, isLast } = await this.inTime(this.peer.ask<PagePiece>('page', request));
        isWhole = isLast;
        yield text;
      }
    } finally {
      if (!isWhole) this.peer.tell('leave', request.id);
    }
  }

  private inTime<T>(answer: Promise<T>): Promise<T> {
    return within(this.options.pageTimeoutMs, answer);
  }
}

function within<T>(timeoutMs: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<never>((_, reject) => {
    const error = new Error(`the metrics of all processes did not come within ${timeoutMs} ms`);
    timer = setTimeout(reject, timeoutMs, error).unref();
  });
  return Promise.race([answer, timeIsUp]).finally(() => clearTimeout(timer));
}
