/** Who looks at what. A link's token is exchanged for a cookie and leaves the address before anything else happens. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { SessionAnswer } from '../../shapes/index.js';
import { ApiError, getJson, postJson, refusal } from './api.js';

const current = signal<SessionAnswer | undefined>(undefined);
const fault = signal<ApiError | undefined>(undefined);

/** Undefined until the server has answered. */
export const session: ReadonlySignal<SessionAnswer | undefined> = current;
/** Why there is no session, where it is not a refusal. */
export const sessionFault: ReadonlySignal<ApiError | undefined> = fault;

/** Whether this tab was opened by a link, which then has been used. */
export const hadLink = signal(false);

/** Called once at start. */
export async function openSession(): Promise<void> {
  const token = takeToken();
  hadLink.value = token !== null;
  await enter(() => (token === null ? getJson<SessionAnswer>('session') : exchange(token)));
}

// A link opened for the second time in the same browser: its cookie is still good.
async function exchange(token: string): Promise<SessionAnswer> {
  try {
    return await postJson<SessionAnswer>('session', { token });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
    return getJson<SessionAnswer>('session');
  }
}

/** Asks again: after a restart the pages, limits and rights may be others. */
export async function renewSession(): Promise<void> {
  await enter(() => getJson<SessionAnswer>('session'));
}

async function enter(ask: () => Promise<SessionAnswer>): Promise<void> {
  try {
    current.value = await ask();
    refusal.value = undefined;
    fault.value = undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 403) refusal.value = error;
    fault.value = error;
  }
}

// A token in the address would be copied with it and kept in the browser's history.
function takeToken(): string | null {
  const { hash, pathname, search } = window.location;
  const token = new URLSearchParams(hash.slice(1)).get('token');
  if (hash !== '') history.replaceState(history.state, '', pathname + search);
  return token;
}
