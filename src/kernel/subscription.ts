/** One listener to one event of the telemetry bus: whatever it does (throw, reject, hang, block) is counted and stays with it. */
import { context } from '@opentelemetry/api';
import type { Clock } from './clock.js';
import type { Diagnostics } from './diagnostics.js';
import type { PendingEvent } from './event-delivery.js';
import { hearing } from './heard-events.js';
import type { TelemetryEventName, TelemetryMoment } from './telemetry-events.js';

type Listener = (payload: object, moment: TelemetryMoment) => unknown;

/** Promises of one listener that may be open; one that settles none of them is not called again. */
const MAX_UNSETTLED = 100;
const BLOCKING_MS = 50;

export class Subscription {
  isOver = false;
  private unsettled = 0;

  constructor(
    private readonly event: TelemetryEventName,
    private readonly listener: Listener,
    private readonly admitter: ((payload: object) => boolean) | undefined,
    private readonly diagnostics: Diagnostics,
    private readonly clock: Clock,
  ) {}

  /** Whether the listener wants to be told at all. */
  admits(payload: object): boolean {
    const { admitter } = this;
    return admitter === undefined || this.diagnostics.safely('hook', this.event, () => admitter(payload), false);
  }

  tell(pending: PendingEvent): void {
    if (this.isOver) return;
    if (this.unsettled >= MAX_UNSETTLED) return this.leaveOut();
    const startedAtMs = this.clock.now();
    this.call(pending);
    const blockedMs = this.clock.now() - startedAtMs;
    if (blockedMs >= BLOCKING_MS) this.complain(blockedMs);
  }

  private call({ payload, epochMs, place }: PendingEvent): void {
    try {
      const ambient = hearing(place.context, this.event);
      const result = context.with(ambient, this.listener, undefined, payload, { epochMs });
      if (isThenable(result)) this.follow(result);
    } catch (error) {
      this.failed(error);
    }
  }

  private follow(result: PromiseLike<unknown>): void {
    this.unsettled++;
    const settled = (): void => {
      this.unsettled--;
      this.diagnostics.recovered(this.busyKey, `A listener to ${this.event} is called again.`);
    };
    Promise.resolve(result).then(settled, (error: unknown) => {
      settled();
      this.failed(error);
    });
  }

  private failed(error: unknown): void {
    this.diagnostics.failed('hook', this.event, error);
  }

  private leaveOut(): void {
    this.diagnostics.dropped('hooks', 'listener_busy');
    this.diagnostics.warnOnce(
      this.busyKey,
      `A listener to ${this.event} has ${MAX_UNSETTLED} promises that do not settle: until one does it is left out, and what it misses is counted.`,
    );
  }

  private complain(blockedMs: number): void {
    const fact = `a listener to ${this.event} held the process up for ${Math.round(blockedMs)} ms, and everybody waits for one thread`;
    this.diagnostics.misused('hooks', 'blocking', `${fact}; leave such work to a queue, a worker or another process`);
  }

  private get busyKey(): string {
    return `hooks:busy:${this.event}`;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
