/**
 * Looks at what an Observable tells by the very subscriber that it tells it to. A subscriber of ours in between, as an operator has
 * one, would change the order in which the application's teardowns run.
 */
import type { Subscriber } from 'rxjs';

/** Each is called before the subscriber is told; what comes after its end is no news. */
export interface SubscriberWatch {
  readonly next: () => void;
  /** After a value has been handed over. */
  readonly delivered?: () => void;
  readonly error: (error: unknown) => void;
  readonly complete: () => void;
}

/** To be called before the source is subscribed to; of several watches the last one sees first. */
export function watchSubscriber(subscriber: Subscriber<unknown>, watch: SubscriberWatch): void {
  const { next, error, complete } = subscriber;
  subscriber.next = (value) => {
    if (!subscriber.closed) watch.next();
    next.call(subscriber, value);
    watch.delivered?.();
  };
  subscriber.error = (reason: unknown) => {
    if (!subscriber.closed) watch.error(reason);
    error.call(subscriber, reason);
  };
  subscriber.complete = () => {
    if (!subscriber.closed) watch.complete();
    complete.call(subscriber);
  };
}
