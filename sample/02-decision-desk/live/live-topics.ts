/** One event stream per open conversation, on this instance. */
import { Injectable, type MessageEvent } from '@nestjs/common';
import { SseInstrument } from 'nestjs-observability/instruments';
import type { Observable } from 'rxjs';
import type { LiveEvent } from './live-event.js';

/** What a client that was away for a moment may have missed. */
const keptEvents = 50;

@Injectable()
export class LiveTopics {
  constructor(private readonly sse: SseInstrument) {}

  // #region topic
  deliver({ type, conversationId, ...data }: LiveEvent): void {
    const id = 'messageId' in data ? `message-${data.messageId}` : undefined;
    this.topicOf(conversationId).publish({ id, type, data });
  }

  follow(conversationId: string, lastEventId?: string): Observable<MessageEvent> {
    return this.topicOf(conversationId).connect({ lastEventId });
  }

  private topicOf(key: string) {
    return this.sse.stream('conversation', { key, keep: keptEvents });
  }
  // #endregion
}
