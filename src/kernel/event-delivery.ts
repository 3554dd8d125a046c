/**
 * Hands events to their listeners when nobody waits for it: what happened inside a request once that request is over (or has
 * lasted for a second), everything in a later turn of the event loop. A thread does one thing at a time, so a listener that
 * blocks still holds up whatever else the process does then. Bounded in records and bytes; what is above is counted.
 */
import { setImmediate } from 'node:timers';
import type { Context } from '@opentelemetry/api';
import type { Clock } from './clock.js';
import type { Diagnostics } from './diagnostics.js';
import type { Operation } from './operation.js';
import type { Subscription } from './subscription.js';

export interface PendingEvent {
  readonly listeners: readonly Subscription[];
  readonly payload: object;
  readonly epochMs: number;
  /** About how much memory it holds. */
  readonly bytes: number;
  /** Where listeners run: their own lines and spans belong to what they are told about. */
  readonly place: { readonly context: Context };
  /** What must be over first. */
  readonly waitsFor: Operation | undefined;
}

interface HeldEvents {
  readonly sinceMs: number;
  readonly events: PendingEvent[];
}

const MAX_EVENTS = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;
/** A request that lasts longer is not waited for: who looks for requests that hang wants to hear of them. */
const MAX_HOLD_MS = 1000;
const HOLD_CHECK_MS = 250;
/** Of one turn of the event loop; then others have theirs. */
const MAX_TURN_MS = 10;

const OVERFLOW = 'hooks:overflow';
const OVERFLOW_WARNING =
  `${MAX_EVENTS} telemetry events, or ${MAX_BYTES} bytes of them, wait for their listeners: further ones are dropped and counted. ` +
  'Listen to less, sample, or let the listeners do less.';

export class EventDelivery {
  private readonly held = new Map<Operation, HeldEvents>();
  private due: PendingEvent[] = [];
  private count = 0;
  private bytes = 0;
  private isScheduled = false;
  private holdTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly diagnostics: Diagnostics,
    private readonly clock: Clock,
  ) {}

  add(event: PendingEvent): void {
    if (this.count >= MAX_EVENTS || this.bytes + event.bytes > MAX_BYTES) return this.refuse();
    this.count++;
    this.bytes += event.bytes;
    if (event.waitsFor === undefined) this.push([event]);
    else this.hold(event, event.waitsFor);
  }

  /** The work is over: what happened inside it is due. */
  release(entry: Operation): void {
    if (this.held.size === 0) return;
    const held = this.held.get(entry);
    if (held === undefined) return;
    this.held.delete(entry);
    this.push(held.events);
  }

  /** What happened inside this work is told to nobody. */
  forget(entry: Operation): void {
    for (const event of this.held.get(entry)?.events ?? []) this.taken(event);
    this.held.delete(entry);
  }

  /** Delivers everything now. */
  flush(): void {
    for (const entry of this.held.keys()) this.release(entry);
    this.stopWatching();
    for (const event of this.due.splice(0)) this.deliver(event);
  }

  private refuse(): void {
    this.diagnostics.dropped('hooks', 'queue_full');
    this.diagnostics.warnOnce(OVERFLOW, OVERFLOW_WARNING);
  }

  private hold(event: PendingEvent, entry: Operation): void {
    const held = this.held.get(entry);
    if (held === undefined) this.held.set(entry, { sinceMs: this.clock.now(), events: [event] });
    else held.events.push(event);
    this.holdTimer ??= setInterval(() => this.releaseOld(), HOLD_CHECK_MS).unref();
  }

  private releaseOld(): void {
    const nowMs = this.clock.now();
    for (const [entry, { sinceMs }] of this.held) if (nowMs - sinceMs >= MAX_HOLD_MS) this.release(entry);
    if (this.held.size === 0) this.stopWatching();
  }

  private stopWatching(): void {
    clearInterval(this.holdTimer);
    this.holdTimer = undefined;
  }

  private push(events: readonly PendingEvent[]): void {
    for (const event of events) this.due.push(event);
    this.schedule();
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(() => this.turn());
  }

  private turn(): void {
    this.isScheduled = false;
    if (this.due.length === 0) return;
    const events = this.due;
    this.due = [];
    const endsAtMs = this.clock.now() + MAX_TURN_MS;
    let next = 0;
    do this.deliver(events[next++]!);
    while (next < events.length && this.clock.now() <= endsAtMs);
    if (next < events.length) this.due = [...events.slice(next), ...this.due];
    if (this.due.length > 0) this.schedule();
    else if (this.count === 0) this.diagnostics.recovered(OVERFLOW, 'Telemetry events reach their listeners again.');
  }

  private deliver(event: PendingEvent): void {
    this.taken(event);
    for (const listener of event.listeners) listener.tell(event);
  }

  private taken({ bytes }: PendingEvent): void {
    this.count--;
    this.bytes -= bytes;
  }
}
