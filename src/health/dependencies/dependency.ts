/** What is known of one sort of client: how it looks, and how to ask whether its server answers. */
import type { Shape } from './shape.js';

export interface Dependency<C extends object = object> {
  /** The first part of a check's name, such as `database` or `nats`. */
  readonly kind: string;
  /** Whether there may be one for each service, told apart by the token: `nats:WAREHOUSE`. */
  readonly isPerService?: boolean;
  recognises(shape: Shape): boolean;
  /** Whether the application has opened it. A client that connects at its first use may never have been needed. */
  isOpen(client: C): boolean;
  /**
   * One cheap round trip; rejects when the server does not answer well. What cannot be called off when the signal is aborted
   * stays pending instead: the next run waits for it and does not heap another question upon it.
   */
  ask(client: C, signal: AbortSignal): Promise<unknown>;
  /** For a client that was open, is not any more, and opens again at its next use: whether that would succeed. */
  reach?(client: C, signal: AbortSignal): Promise<unknown>;
  /** Clients with the same address need one check. */
  addressOf?(client: C): string | undefined;
}

/** A dependency as the table of all holds it: the client is known to be its own, because it was recognised. */
export function dependency<C extends object>(description: Dependency<C>): Dependency {
  return description as unknown as Dependency;
}

/** Calls back once when the time is up, never before it returns how to forget that. */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) queueMicrotask(callback);
  else signal.addEventListener('abort', callback, { once: true });
  return () => signal.removeEventListener('abort', callback);
}

export function tooLate(): Error {
  return new Error('no answer in time');
}
