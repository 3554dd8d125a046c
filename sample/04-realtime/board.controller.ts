/** The board: a page, the stream of bids that it follows, and a pair of scissors for that stream. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, Header, Headers, HttpCode, Post, Sse, type MessageEvent } from '@nestjs/common';
import { Subject, takeUntil, type Observable } from 'rxjs';
import { Auction, type Bid } from './auction.js';

@Controller()
export class BoardController {
  private readonly cuts = new Subject<void>();

  constructor(private readonly auction: Auction) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  page(): Promise<string> {
    return readFile(join(__dirname, 'board.html'), 'utf8');
  }

  @Get('bids/highest')
  highest(): Bid {
    return this.auction.highest;
  }

  @Sse('bids')
  bids(@Headers('last-event-id') lastEventId?: string): Observable<MessageEvent> {
    return this.auction.follow(lastEventId).pipe(takeUntil(this.cuts));
  }

  /** As a proxy does that restarts: browsers come back after some seconds and name the last bid they saw. */
  @Post('bids/cut')
  @HttpCode(204)
  cut(): void {
    this.cuts.next();
  }
}
