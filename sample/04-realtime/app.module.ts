/** One lot, whoever bids for it over WebSockets, and a board that follows by server-sent events. */
import { Module } from '@nestjs/common';
import { Auction } from './auction.js';
import { bidderIn } from './bidder.js';
import { BiddingGateway } from './bidding.gateway.js';
import { BoardController } from './board.controller.js';
import { Presence } from './presence.js';
// #region module
import { ObservabilityModule } from 'nestjs-observability';

@Module({
  imports: [
    ObservabilityModule.forRoot({
      service: { name: 'auction' },
      // Of a request, and of the handshake that a WebSocket begins with.
      identify: ({ url }) => ({ userId: bidderIn(url) }),
    }),
  ],
  controllers: [BoardController],
  providers: [Auction, Presence, BiddingGateway],
})
export class AppModule {}
// #endregion
