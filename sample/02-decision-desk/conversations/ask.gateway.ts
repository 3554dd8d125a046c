/** Questions over a WebSocket: the answer comes word by word, then as it was saved. */
import type { IncomingMessage } from 'node:http';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WsException,
  type OnGatewayConnection,
  type WsResponse,
} from '@nestjs/websockets';
import { Observable, type Subscriber } from 'rxjs';
import type { WebSocket } from 'ws';
import { UserDirectory } from '../auth/user-directory.js';
import type { User } from '../auth/user.js';
import { DomainError } from '../common/domain-error.js';
import { ConversationsService } from './conversations.service.js';

interface Ask {
  readonly conversationId: string;
  readonly content: string;
}

interface Question extends Ask {
  readonly user: User;
}

@WebSocketGateway({ path: '/ask' })
export class AskGateway implements OnGatewayConnection<WebSocket> {
  private readonly users = new WeakMap<WebSocket, User>();

  constructor(
    private readonly conversations: ConversationsService,
    private readonly directory: UserDirectory,
  ) {}

  /** Guards of routes do not see a gateway: whoever says no name is shown out. */
  handleConnection(client: WebSocket, { headers }: IncomingMessage): void {
    const id = headers['x-user-id'];
    const user = typeof id === 'string' ? this.directory.findById(id) : undefined;
    if (user === undefined) client.close(4401, 'Send "x-user-id: ada".');
    else this.users.set(client, user);
  }

  @SubscribeMessage('ask')
  ask(@ConnectedSocket() client: WebSocket, @MessageBody() { conversationId, content }: Ask): Observable<WsResponse> {
    const user = this.users.get(client);
    if (user === undefined) throw new WsException('Say who you are.');
    const question = { user, conversationId, content };
    return new Observable((subscriber) => void this.answer(question, subscriber));
  }

  private async answer({ user, conversationId, content }: Question, client: Subscriber<WsResponse>): Promise<void> {
    try {
      const onText = (text: string) => client.next({ event: 'text', data: text });
      const { answer } = await this.conversations.send(user, conversationId, content, onText);
      client.next({ event: 'answer', data: answer });
      client.complete();
    } catch (error) {
      client.error(error instanceof DomainError ? new WsException(error.message) : error);
    }
  }
}
