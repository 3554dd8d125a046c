/** The topics of one application, within a bound: those that nobody listens to or publishes in are let go after a time. */
import type { Clock } from '../../kernel/index.js';
import { halfOf } from '../timeouts.js';
import type { Topic } from './topic.js';

const MAX_TOPICS = 10_000;

export class Topics {
  /** The one used last stands last. */
  private readonly topics = new Map<string, Topic>();
  private timer: NodeJS.Timeout | undefined;
  private intervalMs = Infinity;

  constructor(private readonly clock: Clock) {}

  get count(): number {
    return this.topics.size;
  }

  /** The topic of this key, made when there is none. */
  use(key: string, create: () => Topic): Topic {
    const topic = this.topics.get(key) ?? this.add(create());
    this.topics.delete(key);
    this.topics.set(key, topic);
    topic.lastUsedAtMs = this.clock.now();
    return topic;
  }

  close(): void {
    clearInterval(this.timer);
    for (const topic of this.topics.values()) topic.close();
    this.topics.clear();
    this.intervalMs = Infinity;
  }

  private add(topic: Topic): Topic {
    if (this.topics.size >= MAX_TOPICS) this.removeOldest();
    // By the one that may be idle for the shortest time.
    if (halfOf(topic.idleTimeoutMs) < this.intervalMs) this.checkEvery(halfOf(topic.idleTimeoutMs));
    return topic;
  }

  /** Those with clients are as many as there are connections, and stay. */
  private removeOldest(): void {
    for (const [key, topic] of this.topics) if (topic.isDeserted) return void this.topics.delete(key);
  }

  private checkEvery(intervalMs: number): void {
    clearInterval(this.timer);
    this.intervalMs = intervalMs;
    this.timer = setInterval(() => this.removeIdle(), intervalMs).unref();
  }

  private removeIdle(): void {
    const nowMs = this.clock.now();
    for (const [key, topic] of this.topics) {
      if (!topic.isDeserted) topic.lastUsedAtMs = nowMs;
      else if (nowMs - topic.lastUsedAtMs >= topic.idleTimeoutMs) this.topics.delete(key);
    }
    if (this.topics.size === 0) this.close();
  }
}
