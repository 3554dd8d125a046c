/** What happens in the application, as it happens. Pausing freezes the view; what came meanwhile is asked for afterwards. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { LiveBatch } from '../../shapes/index.js';
import { followLive, type Connection, type LiveMessage } from './live-link.js';
import { renewSession, session } from './session.js';
import { joinCircle } from './tab-circle.js';

const pausedNow = signal(false);
const pendingNow = signal(0);
const connectionNow = signal<Connection>('connecting');

export const isPaused: ReadonlySignal<boolean> = pausedNow;
/** Traces and lines that came since the pause. */
export const pendingCount: ReadonlySignal<number> = pendingNow;
export const connection: ReadonlySignal<Connection> = connectionNow;

const batchListeners = new Set<(batch: LiveBatch) => void>();
const gapListeners = new Set<() => void>();
let lastId = '';
let hello: Extract<LiveMessage, { type: 'hello' }> | undefined;

/** Not called while paused. @returns unsubscribes */
export function onBatch(listener: (batch: LiveBatch) => void): () => void {
  batchListeners.add(listener);
  return () => batchListeners.delete(listener);
}

/** Something is missing or over: what is shown has to be asked for again. @returns unsubscribes */
export function onGap(listener: () => void): () => void {
  gapListeners.add(listener);
  return () => gapListeners.delete(listener);
}

export function togglePause(): void {
  pausedNow.value = !pausedNow.value;
  pendingNow.value = 0;
  if (!pausedNow.value) tellGap();
}

/** Called once, with a session. @returns ends it */
export function startLive(): () => void {
  return joinCircle<LiveMessage>({
    lead: (say, abort) => followLive(() => lastId, say, abort),
    hear,
    summary: () => [{ type: 'state', connection: connectionNow.value }, ...(hello === undefined ? [] : [hello])],
  });
}

function hear(message: LiveMessage): void {
  if (message.type === 'state') connectionNow.value = message.connection;
  else hearEvent(message);
}

function hearEvent(event: Exclude<LiveMessage, { type: 'state' }>): void {
  lastId = event.id === '' ? lastId : event.id;
  if (event.type === 'hello') greet(event);
  if (event.type === 'gap' && !pausedNow.value) tellGap();
  if (event.type === 'batch') take(event.value);
  if (event.type === 'bye') connectionNow.value = event.value.because === 'shutdown' ? 'lost' : 'over';
}

function greet(event: Extract<LiveMessage, { type: 'hello' }>): void {
  hello = event;
  const known = session.peek();
  if (known !== undefined && known.processId !== event.value.processId) void startAnew();
}

// Another process: nothing of what is shown exists any more.
async function startAnew(): Promise<void> {
  await renewSession();
  tellGap();
}

function take(batch: LiveBatch): void {
  if (pausedNow.value) {
    pendingNow.value += batch.traces.length + batch.logs.length + batch.omittedTraces + batch.omittedLogs;
    return;
  }
  for (const listener of batchListeners) listener(batch);
}

function tellGap(): void {
  for (const listener of gapListeners) listener();
}
