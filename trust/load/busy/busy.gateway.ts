/** Answers each message of its clients, and counts both by itself. */
import { MessageBody, SubscribeMessage, WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';

export const GATEWAY_PATH = '/talk';

@WebSocketGateway({ path: GATEWAY_PATH })
export class BusyGateway implements OnGatewayConnection {
  clients = 0;
  messages = 0;

  handleConnection(): void {
    this.clients++;
  }

  @SubscribeMessage('ping')
  ping(@MessageBody() count: number): object {
    this.messages++;
    return { event: 'pong', data: count };
  }
}
