/**
 * Deliveries that a bus owes and nobody has begun: they wait in its memory. One that is forgotten there would be owed for ever,
 * so it is settled and counted as leaked when the bus loses it.
 */
import type { Diagnostics, MeterFamily } from '../../kernel/index.js';
import type { Started } from '../observed-work.js';
import type { DeliveryOptions, EventsInstrument } from './events.instrument.js';

/** What is owed; it must not refer to the handle, or a forgotten one is never noticed. */
interface Debt {
  readonly type: string;
  isSettled: boolean;
}

export class OwedDeliveries {
  private isOver = false;
  private readonly forgotten = new FinalizationRegistry<Debt>((debt) => this.leaked(debt));

  constructor(
    private readonly pending: MeterFamily<'gauge'>,
    private readonly diagnostics: Diagnostics,
  ) {}

  begin(handle: object, type: string): Debt {
    const debt = { type, isSettled: false };
    this.pending.cell([type]).add(1);
    this.forgotten.register(handle, debt, debt);
    return debt;
  }

  settle(debt: Debt): void {
    if (debt.isSettled) return this.diagnostics.misused('events', 'closed_twice', 'an owed delivery was settled again');
    debt.isSettled = true;
    this.forgotten.unregister(debt);
    this.pending.cell([debt.type]).add(-1);
  }

  /** What the bus still holds when the application stops is no leak. */
  close(): void {
    this.isOver = true;
  }

  private leaked(debt: Debt): void {
    if (this.isOver) return;
    const advice = 'an owed delivery was neither processed nor settled, and has been collected';
    this.diagnostics.misused('events', 'leaked', advice);
    this.settle(debt);
  }
}

/**
 * A delivery that waits in a bus until somebody handles it, or nobody will.
 *
 * @example
 * ```ts
 * const owed: OwedDelivery = getInstrument(EventsInstrument).owed('order.paid');
 *
 * await owed.process('Invoices.onPaid', () => orders.ship(order.id));
 * ```
 */
export class OwedDelivery {
  private readonly debt: Debt;

  constructor(
    private readonly type: string,
    private readonly deliveries: OwedDeliveries,
    private readonly events: Pick<EventsInstrument, 'process'>,
  ) {
    this.debt = deliveries.begin(this, type);
  }

  /** The handler gets it now; see `EventsInstrument.process`. It stays pending until the handler has settled it. */
  process<T>(handler: string, work: () => T, options?: DeliveryOptions): Started<T> {
    this.settle();
    return this.events.process(this.type, handler, work, options);
  }

  /** No handler will get it: it has expired, or its listener is gone. */
  settle(): void {
    this.deliveries.settle(this.debt);
  }
}
