/** What the requests of the busy application do: decorated calls, timers, events, and timers that outlive their request. */
import { Injectable } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { Counted, Observed, Timed, Traced } from 'nestjs-observability';
import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** So many timers go on without end at any time, each in the context of the request that set it. */
const ENDLESS_TIMERS = 64;
const TICK_MS = 50;

@Injectable()
export class BusyService {
  /** Calls of `look`, told by nobody but its own first line. */
  looks = 0;
  /** Work of requests whose clients may have left meanwhile. */
  underWay = 0;
  /** Times that an await, a timer or an event ended in another trace than it began. */
  strayed = 0;
  /** As many wait for it as there are requests. */
  private readonly news = new EventEmitter().setMaxListeners(0);
  private readonly endless: NodeJS.Timeout[] = [];
  private readonly held: (() => void)[] = [];

  /** @param afterMs how long it waits before it looks */
  async lookLater(id: string, afterMs: number): Promise<object> {
    this.underWay++;
    try {
      await wait(afterMs);
      return await this.look(id);
    } finally {
      this.underWay--;
    }
  }

  @Traced()
  async look(id: string): Promise<object> {
    const turn = ++this.looks;
    const traceId = currentTraceId();
    await wait(1);
    const found = await this.tidings(`found ${turn}`);
    this.setEndlessTimer();
    if (currentTraceId() !== traceId) this.strayed++;
    return { id, found };
  }

  @Timed()
  @Counted()
  measure(items: readonly unknown[]): number {
    return items.length;
  }

  /** Until `release`. */
  @Observed()
  hold(): Promise<void> {
    return new Promise((resolve) => this.held.push(resolve));
  }

  release(): void {
    for (const resolve of this.held.splice(0)) resolve();
  }

  private async tidings(event: string): Promise<number> {
    const told = once(this.news, event);
    setImmediate(() => this.news.emit(event, this.looks));
    return ((await told) as [number])[0];
  }

  private setEndlessTimer(): void {
    const traceId = currentTraceId();
    this.endless.push(setInterval(() => (this.strayed += Number(currentTraceId() !== traceId)), TICK_MS).unref());
    if (this.endless.length > ENDLESS_TIMERS) clearInterval(this.endless.shift());
  }
}

function currentTraceId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().traceId;
}
