/** Asks the console of a running application, as a program with its token does. */
import type { ObservabilityOptions } from 'nestjs-observability';
import type { LiveEvents } from '../../src/console/shapes/index.js';
import type { RunningApplication } from '../support/application.js';
import { EventSourceClient } from '../support/event-source.js';

export const TOKEN = 'the-token-of-a-console';
const API = '/observability/api/v1';

export const HEADERS = { authorization: `Bearer ${TOKEN}` };

/** The console of an application in development, with whatever else it is to have. */
export function withConsole({ console = {}, ...options }: ObservabilityOptions = {}): ObservabilityOptions {
  const own = typeof console === 'object' ? console : {};
  return { environment: 'development', ...options, console: { ...own, enabled: true, access: { token: TOKEN } } };
}

export class ConsoleReader {
  constructor(private readonly application: Pick<RunningApplication, 'url' | 'request'>) {}

  /** @throws Error for what is no success */
  async read<T>(resource: string, params: Readonly<Record<string, string>> = {}): Promise<T> {
    const response = await this.ask(resource, params);
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  ask(resource: string, params: Readonly<Record<string, string>> = {}): Promise<Response> {
    const query = new URLSearchParams(params);
    return this.application.request(`${API}/${resource}?${query}`, { headers: HEADERS });
  }

  watch(lastEventId?: string): Promise<EventSourceClient> {
    return EventSourceClient.open(`${this.application.url}${API}/live`, lastEventId, HEADERS);
  }
}

/** Of one name, in the order in which they came. */
export function eventsOf<Name extends keyof LiveEvents>(client: EventSourceClient, name: Name): LiveEvents[Name][] {
  const named = client.events.filter(({ type }) => type === name);
  return named.map(({ data }) => JSON.parse(data) as LiveEvents[Name]);
}

/** Waits, for a while that no machine is too busy for. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let round = 0; !(await isSo()); round++) {
    if (round > 500) throw new Error('It did not come to be so');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
