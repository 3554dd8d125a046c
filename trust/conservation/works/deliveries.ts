/** Events over a bus of the application's own: published, owed, handled, failed. */
import { EventsInstrument } from 'nestjs-observability/instruments';
import { deferred, type Deferred } from './deferred.js';
import { openAndShut } from './open-and-shut.js';
import type { StartWork } from './work.js';

const TYPES = ['order.paid', 'order.shipped'] as const;
const HANDLER = 'Invoices.onEvent';

interface Delivery {
  readonly labels: { readonly event_type: string };
  readonly work: Deferred<void>;
  readonly over: Promise<void>;
}

export const deliveries: StartWork = ({ app, ledger, dice }) => {
  const events = app.get(EventsInstrument);
  const open = (): Delivery => {
    const type = dice.pick(TYPES);
    const labels = { event_type: type };
    const work = deferred<void>();
    events.publish(type, () => undefined);
    ledger.note('events_published_total', labels);
    ledger.note('events_pending', labels);
    const isOwed = dice.chance(0.5);
    const handling = isOwed
      ? events.owed(type).process(HANDLER, () => work.promise)
      : events.process(type, HANDLER, () => work.promise);
    return { labels, work, over: handling.catch(() => undefined) };
  };
  const fail = ({ work, over, labels }: Delivery): Promise<void> => {
    work.reject(new Error('no invoice'));
    ledger.note('events_failed_total', { ...labels, handler: HANDLER });
    return over;
  };
  const settle = ({ work, over }: Delivery): Promise<void> => {
    work.resolve();
    return over;
  };
  return openAndShut(dice, {
    open,
    ends: [settle, fail],
    ended: ({ labels }, seen) => {
      ledger.note('events_pending', labels, -1);
      ledger.note('events_processed_total', { ...labels, handler: HANDLER });
      ledger.lasted('event_processing_duration_seconds', labels, seen);
    },
  });
};
