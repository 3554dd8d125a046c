/** Bids over a WebSocket: who bids is answered, and everybody in the room is told who else is there. */
import type { IncomingMessage } from 'node:http';
import { ParseIntPipe } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WsException,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type WsResponse,
} from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import { Auction, type Bid } from './auction.js';
import { bidderIn } from './bidder.js';
import { Presence } from './presence.js';

const WholeNumber = new ParseIntPipe({ exceptionFactory: () => new WsException('Bid a whole number.') });

@WebSocketGateway({ path: '/bidding' })
export class BiddingGateway implements OnGatewayConnection<WebSocket>, OnGatewayDisconnect<WebSocket> {
  constructor(
    private readonly auction: Auction,
    private readonly presence: Presence,
  ) {}

  handleConnection(client: WebSocket, { url = '/' }: IncomingMessage): void {
    this.presence.enter(client, bidderIn(url) ?? 'somebody');
  }

  handleDisconnect(client: WebSocket): void {
    this.presence.leave(client);
  }

  // #region gateway
  @SubscribeMessage('bid')
  bid(@ConnectedSocket() client: WebSocket, @MessageBody('amount', WholeNumber) amount: number): WsResponse<Bid> {
    return { event: 'accepted', data: this.auction.place(this.presence.nameOf(client), amount) };
  }

  @SubscribeMessage('heartbeat')
  heartbeat(@ConnectedSocket() client: WebSocket): void {
    this.presence.heartbeat(client);
  }
  // #endregion
}
