/**
 * The in-process bus of telemetry events: the kernel's own door for hooks. Nobody listening costs one look-up. Whoever listens is
 * called later and alone (see `EventDelivery`), so that no listener reaches the work that it is told about.
 */
import { systemClock, type Clock } from './clock.js';
import { activeContext } from './context-manager.js';
import type { Diagnostics } from './diagnostics.js';
import { EventDelivery } from './event-delivery.js';
import { roughBytesOf } from './event-size.js';
import { hasHeard } from './heard-events.js';
import { operationIn } from './operation-context.js';
import { isLongLived, type Operation } from './operation.js';
import { Subscription } from './subscription.js';
import type { TelemetryEventName, TelemetryEvents, TelemetryListener } from './telemetry-events.js';

export class TelemetryBus {
  private readonly listeners = new Map<TelemetryEventName, Set<Subscription>>();
  private readonly interested = new Set<() => void>();
  private readonly delivery: EventDelivery;

  constructor(
    private readonly diagnostics: Diagnostics,
    private readonly clock: Clock = systemClock,
  ) {
    this.delivery = new EventDelivery(diagnostics, clock);
  }

  /** Calls `listener` whenever an event gains its first or loses its last listener. Returns the undo. */
  onInterestChange(listener: () => void): () => void {
    this.interested.add(listener);
    return () => void this.interested.delete(listener);
  }

  /**
   * Returns the unsubscribe.
   * @param admits asked when something happens, in the middle of it, so it must be cheap. Missing: everything is told.
   */
  on<E extends TelemetryEventName>(
    event: E,
    listener: TelemetryListener<E>,
    admits?: (payload: TelemetryEvents[E]) => boolean,
  ): () => void {
    const known = this.listeners.get(event) ?? new Set();
    const { diagnostics, clock } = this;
    const subscription = new Subscription(event, listener as never, admits as never, diagnostics, clock);
    this.listeners.set(event, known.add(subscription));
    if (known.size === 1) this.interestChanged();
    return () => {
      subscription.isOver = true;
      if (known.delete(subscription) && known.size === 0) this.interestChanged();
    };
  }

  hasListeners(event: TelemetryEventName): boolean {
    return (this.listeners.get(event)?.size ?? 0) > 0;
  }

  /** @param about what it happened in. @default the payload's operation, else the current one */
  emit<E extends TelemetryEventName>(event: E, payload: TelemetryEvents[E], about?: Operation): void {
    if (!this.hasListeners(event)) return;
    const operation = about ?? (payload as { readonly operation?: Operation }).operation;
    // An operation that is just starting has its own context only when all its handlers have been told.
    const place = operation ?? { context: activeContext() };
    if (hasHeard(place.context, event)) return;
    const listeners = [...this.listeners.get(event)!].filter((subscription) => subscription.admits(payload));
    if (listeners.length === 0) return;
    const epochMs = this.clock.toEpochMs(this.clock.now());
    const waitsFor = waitedFor(operation ?? operationIn(place.context));
    this.delivery.add({ listeners, payload, epochMs, bytes: roughBytesOf(payload), place, waitsFor });
  }

  /** The work is over: what was told inside it may be delivered. */
  release(entry: Operation): void {
    this.delivery.release(entry);
  }

  /** The work is none of anybody's business: what was told inside it is taken back. */
  forget(entry: Operation): void {
    this.delivery.forget(entry);
  }

  /** Delivers at once whatever still waits: before exporters close, or the process ends. */
  flush(): void {
    this.delivery.flush();
  }

  private interestChanged(): void {
    for (const listener of this.interested) listener();
  }
}

/** The request, message or job that should not have to wait for listeners: the outermost that is under way. */
function waitedFor(innermost: Operation | undefined): Operation | undefined {
  let outermost: Operation | undefined;
  for (let here = innermost; here !== undefined; here = here.parent) {
    if (!here.isEnded && !isLongLived(here.kind)) outermost = here;
  }
  return outermost;
}
