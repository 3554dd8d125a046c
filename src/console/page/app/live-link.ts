/** One connection to the live stream that comes back by itself: at once where it can, ever later where it cannot. */
import type { LiveEvents } from '../../shapes/index.js';
import { problemIn } from './api.js';
import { resourcePath } from './base.js';
import { readEvents, type StreamEvent } from './event-stream.js';

export type Connection = 'connecting' | 'open' | 'lost' | 'over';

export type LiveMessage =
  | { readonly type: 'state'; readonly connection: Connection }
  | {
      [Type in keyof LiveEvents]: { readonly type: Type; readonly id: string; readonly value: LiveEvents[Type] };
    }[keyof LiveEvents];

const firstDelayMs = 500;
const longestDelayMs = 8_000;

/**
 * Runs until it is aborted, refused, or told that there is nothing to come back to.
 *
 * @param lastId where to go on: read before each connection
 */
export async function followLive(
  lastId: () => string,
  say: (message: LiveMessage) => void,
  abort: AbortSignal,
): Promise<void> {
  let delayMs = firstDelayMs;
  while (!abort.aborted) {
    say({ type: 'state', connection: 'connecting' });
    // oxlint-disable-next-line no-await-in-loop -- one connection after the other
    const end = await connectOnce(lastId(), say, abort);
    if (end === 'over') return say({ type: 'state', connection: 'over' });
    say({ type: 'state', connection: 'lost' });
    delayMs = end === 'was open' ? firstDelayMs : Math.min(delayMs * 2, longestDelayMs);
    // oxlint-disable-next-line no-await-in-loop -- to wait is the purpose
    await pauseFor(delayMs, abort);
  }
}

type End = 'was open' | 'never open' | 'over';

async function connectOnce(lastId: string, say: (message: LiveMessage) => void, abort: AbortSignal): Promise<End> {
  try {
    const headers: HeadersInit = lastId === '' ? {} : { 'last-event-id': lastId };
    const response = await fetch(resourcePath('live', new URLSearchParams()), {
      headers,
      signal: abort,
      cache: 'no-store',
    });
    if (!response.ok || response.body === null) return (await isFinal(response)) ? 'over' : 'never open';
    say({ type: 'state', connection: 'open' });
    return await relay(response.body, say);
  } catch {
    return 'never open';
  }
}

async function relay(body: ReadableStream<Uint8Array>, say: (message: LiveMessage) => void): Promise<End> {
  try {
    for await (const event of readEvents(body)) {
      const message = messageOf(event);
      say(message);
      if (message.type === 'bye' && message.value.because === 'recorder off') return 'over';
    }
  } catch {
    // A connection that breaks ends like one that is closed: by a new one.
  }
  return 'was open';
}

async function isFinal(response: Response): Promise<boolean> {
  const { status } = await problemIn(response);
  return status === 401 || status === 403 || status === 404;
}

function messageOf({ id, type, data }: StreamEvent): LiveMessage {
  return { type, id, value: JSON.parse(data) as unknown } as LiveMessage;
}

function pauseFor(delayMs: number, abort: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    abort.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
