/**
 * All tabs share one connection: whoever holds the lock has it and passes on what comes; when that tab closes, the browser gives the
 * lock to the next. Without locks or channels (an insecure origin) each tab has its own.
 */
import { basePath } from './base.js';

export interface TabCircle<T> {
  /** Called in the one tab that leads, until it closes. */
  readonly lead: (say: (message: T) => void, abort: AbortSignal) => Promise<void>;
  /** Called in every tab, the leading one included. */
  readonly hear: (message: T) => void;
  /** What a tab that comes later has to know. */
  readonly summary: () => readonly T[];
}

type Post<T> = { readonly ask: true } | { readonly ask?: undefined; readonly messages: readonly T[] };

/** @returns leaves the circle */
export function joinCircle<T>(circle: TabCircle<T>): () => void {
  const leaving = new AbortController();
  if (navigator.locks === undefined || typeof BroadcastChannel === 'undefined') {
    void circle.lead(circle.hear, leaving.signal);
    return () => leaving.abort();
  }
  const channel = new BroadcastChannel(`observability${basePath}`);
  follow(circle, channel);
  void leadWhenFree(circle, channel, leaving.signal);
  return () => (leaving.abort(), channel.close());
}

function follow<T>(circle: TabCircle<T>, channel: BroadcastChannel): void {
  channel.addEventListener('message', ({ data }: MessageEvent<Post<T>>) => {
    if (data.ask !== true) for (const message of data.messages) circle.hear(message);
  });
  post<T>(channel, { ask: true });
}

async function leadWhenFree<T>(circle: TabCircle<T>, channel: BroadcastChannel, abort: AbortSignal): Promise<void> {
  const tell = (messages: readonly T[]): void => post<T>(channel, { messages });
  const lead = (): Promise<void> => {
    channel.addEventListener('message', ({ data }: MessageEvent<Post<T>>) => {
      if (data.ask === true) tell(circle.summary());
    });
    return circle.lead((message) => (circle.hear(message), tell([message])), abort);
  };
  await navigator.locks.request(`observability${basePath}`, { signal: abort }, lead).catch(() => undefined);
}

function post<T>(channel: BroadcastChannel, message: Post<T>): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- channels never leave their origin
  channel.postMessage(message);
}
