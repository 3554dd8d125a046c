/** Tells every instance of the desk what happened in a conversation. The abstract class is also the token to inject. */
import { Injectable } from '@nestjs/common';
import type { LiveEvent } from './live-event.js';
import { LiveTopics } from './live-topics.js';

export abstract class LiveFeed {
  abstract publish(event: LiveEvent): Promise<void>;
}

/** One instance: what happened, happened here. */
@Injectable()
export class LocalLiveFeed extends LiveFeed {
  constructor(private readonly topics: LiveTopics) {
    super();
  }

  async publish(event: LiveEvent): Promise<void> {
    this.topics.deliver(event);
  }
}
