/** One event stream per open conversation, on this instance. */
import { Inject, Injectable, type MessageEvent } from '@nestjs/common';
import { SseInstrument } from 'nestjs-observability/instruments';
import type { Observable } from 'rxjs';
import { SETTINGS, type Settings } from '../common/settings.js';
import type { LiveEvent } from './live-event.js';

/** What a client that was away for a moment may have missed. */
const keptEvents = 50;
const millisecondsPerSecond = 1_000;

@Injectable()
export class LiveTopics {
  constructor(
    private readonly sse: SseInstrument,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  // #region topic
  deliver({ type, conversationId, ...data }: LiveEvent): void {
    const id = 'messageId' in data ? `message-${data.messageId}` : undefined;
    this.topicOf(conversationId).publish({ id, type, data });
  }

  follow(conversationId: string, lastEventId?: string): Observable<MessageEvent> {
    return this.topicOf(conversationId).connect({ lastEventId });
  }

  private topicOf(key: string) {
    const idleTimeoutMs = this.settings.missedEventsSeconds * millisecondsPerSecond;
    return this.sse.stream('conversation', { key, keep: keptEvents, idleTimeoutMs });
  }
  // #endregion
}
