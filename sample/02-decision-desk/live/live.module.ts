/** Events for whoever has a conversation open: within this process, or over Redis where one is configured. */
import { Module } from '@nestjs/common';
import { EventsInstrument } from 'nestjs-observability/instruments';
import { SETTINGS, type Settings } from '../common/settings.js';
import { LiveFeed, LocalLiveFeed } from './live-feed.js';
import { LiveTopics } from './live-topics.js';
import { RedisLiveFeed } from './redis-live-feed.js';

@Module({
  providers: [
    LiveTopics,
    { provide: LiveFeed, inject: [SETTINGS, LiveTopics, EventsInstrument], useFactory: chooseFeed },
  ],
  exports: [LiveFeed, LiveTopics],
})
export class LiveModule {}

function chooseFeed({ redisUrl }: Settings, topics: LiveTopics, events: EventsInstrument): LiveFeed {
  return redisUrl === undefined ? new LocalLiveFeed(topics) : new RedisLiveFeed(redisUrl, topics, events);
}
