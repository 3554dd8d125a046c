/** What the lot is worth to whom. Each bid that is accepted goes to everybody who follows the board. */
import { Injectable, Logger, type MessageEvent } from '@nestjs/common';
import { WsException } from '@nestjs/websockets';
import { Counted, SpanAttribute, Traced } from 'nestjs-observability';
import { SseInstrument, type SseTopic } from 'nestjs-observability/instruments';
import type { Observable } from 'rxjs';

export interface Bid {
  readonly number: number;
  readonly bidder: string;
  readonly amount: number;
}

/** What somebody whose line broke may have missed. */
const keptBids = 50;

@Injectable()
export class Auction {
  private readonly logger = new Logger(Auction.name);
  private readonly board: SseTopic<Bid>;
  highest: Bid = { number: 0, bidder: 'nobody', amount: 0 };

  constructor(sse: SseInstrument) {
    this.board = sse.stream<Bid>('bids', { keep: keptBids });
  }

  // #region bid
  @Traced()
  @Counted('bids_total', { help: 'Bids, accepted (ok) and refused (error).' })
  place(bidder: string, @SpanAttribute('bid.amount') amount: number): Bid {
    const { number, amount: least } = this.highest;
    if (amount <= least) throw new WsException(`Somebody has bid ${least} already.`);
    this.highest = { number: number + 1, bidder, amount };
    this.board.publish({ id: `bid-${this.highest.number}`, type: 'bid', data: this.highest });
    this.logger.log(`${bidder} bids ${amount}`);
    return this.highest;
  }

  /** The bids to come; with the id of the last one somebody saw, also those in between. */
  follow(lastEventId: string | undefined): Observable<MessageEvent> {
    return this.board.connect({ lastEventId });
  }
  // #endregion
}
