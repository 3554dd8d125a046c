/** What stays open: a gateway that answers, and a stream of events. */
import { Controller, Injectable, Sse, type MessageEvent } from '@nestjs/common';
import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { Observable, Subject } from 'rxjs';

@WebSocketGateway()
export class EchoGateway {
  @SubscribeMessage('echo')
  echo(@MessageBody() data: unknown): object {
    return { event: 'echoed', data };
  }

  @SubscribeMessage('tell')
  tell(): void {}
}

@Injectable()
export class Feed {
  readonly events = new Subject<MessageEvent>();
  /** As the server knows them. */
  followers = 0;

  follow(): Observable<MessageEvent> {
    return new Observable((subscriber) => {
      this.followers++;
      const following = this.events.subscribe(subscriber);
      return () => {
        this.followers--;
        following.unsubscribe();
      };
    });
  }
}

@Controller('live')
export class LiveController {
  constructor(private readonly feed: Feed) {}

  @Sse('feed')
  follow(): Observable<MessageEvent> {
    return this.feed.follow();
  }
}
