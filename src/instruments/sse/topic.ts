/** Everybody who listens to the same thing, such as one conversation, and the last events of it. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { EventLog, type KeptEvent, type LogLimits } from './event-log.js';
import { TopicClient } from './topic-client.js';

/** What is counted of the topics of one name. */
export interface TopicMeter {
  deduplicated(): void;
  dropped(count: number): void;
}

/** Where a client's events go. */
export interface Listener {
  next(event: KeptEvent): void;
  complete(): void;
}

export class Topic {
  /** By the pipeline's clock. */
  lastUsedAtMs = 0;
  private readonly log: EventLog;
  private readonly clients = new Map<TopicClient, Listener>();
  /** An id of before a restart is not taken for one of today. */
  private readonly idPrefix = randomUUID().slice(0, 8);
  private ownIds = 0;

  constructor(
    limits: LogLimits,
    readonly idleTimeoutMs: number,
    private readonly meter: TopicMeter,
  ) {
    this.log = new EventLog(limits);
  }

  get isDeserted(): boolean {
    return this.clients.size === 0;
  }

  nextId(): string {
    return `${this.idPrefix}-${++this.ownIds}`;
  }

  /** False when the topic has an event of this id already. */
  publish(event: KeptEvent): boolean {
    if (this.log.has(event.id)) {
      this.meter.deduplicated();
      return false;
    }
    this.log.add(event);
    for (const client of this.clients.keys()) client.advance();
    return true;
  }

  join(listener: Listener, lastEventId: string | undefined, response: ServerResponse | undefined): TopicClient {
    const { log, meter } = this;
    const position = lastEventId === undefined ? log.nextPosition : log.positionAfter(lastEventId);
    const client = new TopicClient(log, position, {
      send: (event) => listener.next(event),
      dropped: (count) => meter.dropped(count),
      response,
    });
    this.clients.set(client, listener);
    return client;
  }

  leave(client: TopicClient): void {
    this.clients.delete(client);
    client.leave();
  }

  /** The streams of all its clients end. */
  close(): void {
    for (const listener of this.clients.values()) listener.complete();
  }
}
