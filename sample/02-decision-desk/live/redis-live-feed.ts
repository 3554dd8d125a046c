/** Several instances: over a channel of Redis, which each of them subscribes to. */
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Redis } from 'ioredis';
import { eventMetadata, type EventMetadata } from 'nestjs-observability';
import type { EventsInstrument } from 'nestjs-observability/instruments';
import type { LiveEvent } from './live-event.js';
import { LiveFeed } from './live-feed.js';
import type { LiveTopics } from './live-topics.js';

const channel = 'desk.live';

interface Envelope {
  readonly event: LiveEvent;
  readonly metadata: EventMetadata;
}

export class RedisLiveFeed extends LiveFeed implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(RedisLiveFeed.name);
  private readonly publisher: Redis;
  private readonly subscriber: Redis;

  constructor(
    url: string,
    private readonly topics: LiveTopics,
    private readonly events: EventsInstrument,
  ) {
    super();
    const connect = () => new Redis(url, { maxRetriesPerRequest: 1 });
    [this.publisher, this.subscriber] = [connect(), connect()];
    for (const connection of [this.publisher, this.subscriber])
      connection.on('error', (error) => this.logger.warn(`Redis: ${error.message}`));
  }

  async onModuleInit(): Promise<void> {
    await this.subscriber.subscribe(channel);
    this.subscriber.on('message', (_channel, text: string) => this.receive(JSON.parse(text) as Envelope));
  }

  onApplicationShutdown(): void {
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }

  /** A Redis that is away costs its listeners an update, and the answer is saved all the same. */
  async publish(event: LiveEvent): Promise<void> {
    try {
      await this.events.publish(event.type, () => this.send(event));
    } catch (error) {
      this.logger.warn(`Nobody was told of an answer: ${error}`);
    }
  }

  private send(event: LiveEvent): Promise<number> {
    const envelope: Envelope = { event, metadata: eventMetadata() };
    return this.publisher.publish(channel, JSON.stringify(envelope));
  }

  private receive({ event, metadata }: Envelope): void {
    void this.events.process(event.type, 'LiveTopics', () => this.topics.deliver(event), { metadata });
  }
}
