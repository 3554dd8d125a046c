/**
 * One client of a topic: a position in its log. What it missed and what comes live are read in the same way, so that there is no
 * gap and no repetition between them. A client that reads slowly falls behind; what the log lets go meanwhile is dropped for it.
 */
import type { ServerResponse } from 'node:http';
import type { EventLog, KeptEvent } from './event-log.js';

/** What is handed over before looking, in the next turn, whether it was taken. */
const SLICE_BYTES = 16_384;

export interface Outlet {
  send(event: KeptEvent): void;
  /** Where it ends up; without it nobody can tell that a client reads slowly. */
  readonly response: ServerResponse | undefined;
  /** Events that went by unread. */
  dropped(count: number): void;
}

export class TopicClient {
  private sliceBytes = SLICE_BYTES;
  private isSending = false;
  private isWaiting = false;
  private hasLeft = false;
  private pause: NodeJS.Immediate | undefined;

  constructor(
    private readonly log: EventLog,
    private position: number,
    private readonly outlet: Outlet,
  ) {}

  /** In the topic's log, because the client does not read. */
  get waitingBytes(): number {
    return this.log.bytesFrom(this.position);
  }

  /** There may be something to send. */
  advance(): void {
    this.skipLost();
    // Whoever receives an event may publish the next one.
    if (this.isSending) return;
    this.isSending = true;
    try {
      this.sendWhileThereIsRoom();
    } finally {
      this.isSending = false;
    }
  }

  leave(): void {
    if (this.hasLeft) return;
    this.hasLeft = true;
    clearImmediate(this.pause);
    this.outlet.response?.off('drain', this.resumeNextTurn);
    this.skipTo(this.log.nextPosition);
  }

  private sendWhileThereIsRoom(): void {
    for (let event = this.nextEvent(); event !== undefined; event = this.nextEvent()) {
      if (!this.hasRoom()) return this.waitForRoom();
      this.position++;
      this.sliceBytes -= event.bytes;
      this.outlet.send(event);
    }
  }

  private nextEvent(): KeptEvent | undefined {
    return this.isWaiting || this.hasLeft ? undefined : this.log.at(this.position);
  }

  private hasRoom(): boolean {
    const { response } = this.outlet;
    return response === undefined || (this.sliceBytes > 0 && !isFull(response));
  }

  private waitForRoom(): void {
    const response = this.outlet.response!;
    this.isWaiting = true;
    if (isFull(response)) response.once('drain', this.resumeNextTurn);
    else this.resumeNextTurn();
  }

  /** In the next turn, since what lies between the topic and the response goes first. */
  private readonly resumeNextTurn = (): void => {
    this.pause = setImmediate(() => {
      this.isWaiting = false;
      this.sliceBytes = SLICE_BYTES;
      this.advance();
    });
  };

  private skipLost(): void {
    if (this.position < this.log.firstPosition) this.skipTo(this.log.firstPosition);
  }

  private skipTo(position: number): void {
    const count = position - this.position;
    this.position = position;
    if (count > 0) this.outlet.dropped(count);
  }
}

function isFull(response: ServerResponse): boolean {
  return response.writableNeedDrain || response.writableLength >= response.writableHighWaterMark;
}
