/** Server-sent events as text, by https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream. */
import type { LiveEvents } from '../shapes/index.js';

/** Says nothing, and tells whatever stands between us that the connection lives. */
export const HEARTBEAT = ':\n\n';

export function eventText<Name extends keyof LiveEvents>(id: string, name: Name, data: LiveEvents[Name]): string {
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Ids name the process as well: numbers begin anew with it. */
export function eventId(processId: string, number: number): string {
  return `${processId}.${number}`;
}

/** Undefined for an id that is none of this process's. */
export function numberIn(id: string | undefined, processId: string): number | undefined {
  const [process, number] = id?.split('.') ?? [];
  return process === processId && /^\d{1,15}$/.test(number ?? '') ? Number(number) : undefined;
}
