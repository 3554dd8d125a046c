/** One address of the API, asked as often as need be: one request at a time, at most one a second, none while nobody looks. */
import { ApiError, getJson } from './api.js';
import { isPaused, onGap } from './live.js';

export interface Answer<T> {
  readonly url: string;
  readonly value?: T;
  readonly error?: ApiError;
  readonly isLoading: boolean;
}

type Show<T> = (update: (answer: Answer<T>) => Answer<T>) => void;

const leastPauseMs = 1_000;
const maxKeptValues = 16;
/** So that Back shows at once what was there. */
const keptValues = new Map<string, unknown>();
onGap(() => keptValues.clear());

/** What was last answered at an address, where it is not long ago. */
export function keptValue(url: string): unknown {
  return keptValues.get(url);
}

export class Question<T> {
  readonly #resource: string | null;
  readonly #query: string;
  readonly #url: string;
  readonly #show: Show<T>;
  #abort: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAtMs = 0;
  /** Something changed while a request was under way. */
  #isDue = false;

  /** @param resource null asks nothing */
  constructor(resource: string | null, query: string, show: Show<T>) {
    this.#resource = resource;
    this.#query = query;
    this.#url = urlOf(resource, query);
    this.#show = show;
  }

  /** @returns ends it */
  start(refreshMs: number | undefined): () => void {
    this.ask();
    const endGap = onGap(this.ask);
    const refresh = refreshMs === undefined ? undefined : setInterval(() => this.askSoon(), refreshMs);
    document.addEventListener('visibilitychange', this.#returned);
    return () => {
      endGap();
      clearInterval(refresh);
      document.removeEventListener('visibilitychange', this.#returned);
      this.#stop();
    };
  }

  /** Not while the page is paused or hidden: it asks when it is looked at again. */
  askSoon(): void {
    if (this.#timer !== undefined || isPaused.peek() || document.hidden) return;
    if (this.#abort !== undefined) {
      this.#isDue = true;
      return;
    }
    const waitMs = Math.max(0, this.#askedAtMs + leastPauseMs - performance.now());
    this.#timer = setTimeout(this.ask, waitMs);
  }

  readonly ask = (): void => {
    this.#stop();
    if (this.#resource === null) return this.#show(() => ({ url: this.#url, isLoading: false }));
    this.#askedAtMs = performance.now();
    this.#abort = new AbortController();
    this.#show((answer) => (answer.url === this.#url ? { ...answer, isLoading: true } : this.#opening()));
    void this.#receive(this.#resource, this.#abort.signal);
  };

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
    this.#abort?.abort();
    this.#abort = undefined;
  }

  #opening(): Answer<T> {
    return { url: this.#url, value: keptValues.get(this.#url) as T, isLoading: true };
  }

  async #receive(resource: string, abort: AbortSignal): Promise<void> {
    try {
      const value = await getJson<T>(resource, new URLSearchParams(this.#query), abort);
      if (abort.aborted) return;
      keepValue(this.#url, value);
      this.#show(() => ({ url: this.#url, value, isLoading: false }));
    } catch (error) {
      if (abort.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      this.#fail(error);
    }
    this.#abort = undefined;
    if (this.#isDue) this.askSoon();
  }

  // What is no longer there must not be shown as if it were; what could not be asked about stays.
  #fail(error: ApiError): void {
    const isGone = error.status === 404;
    if (isGone) keptValues.delete(this.#url);
    this.#show(({ value }) => ({
      url: this.#url,
      ...(isGone || value === undefined ? {} : { value }),
      error,
      isLoading: false,
    }));
  }

  readonly #returned = (): void => {
    if (!document.hidden) this.askSoon();
  };
}

/** Empty for no resource. */
export function urlOf(resource: string | null, query: string): string {
  return resource === null ? '' : `${resource}?${query}`;
}

function keepValue(url: string, value: unknown): void {
  keptValues.delete(url);
  keptValues.set(url, value);
  const [oldest] = keptValues.keys();
  if (keptValues.size > maxKeptValues && oldest !== undefined) keptValues.delete(oldest);
}
