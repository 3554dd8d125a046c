/** The headers of a response as they were sent, whichever way the framework gave them to Node. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

type Headers = Record<string, string | string[]>;

/** What Node keeps of an answer's head: HTTP/1 its text, HTTP/2 the headers on the stream. */
interface Head {
  readonly _header?: string | null;
  readonly stream?: { readonly sentHeaders?: OutgoingHttpHeaders };
}

/** Names in lower case; values that were sent several times as lists. */
export function sentHeaders(response: ServerResponse): Headers {
  const { _header: text, stream } = response as unknown as Head;
  if (typeof text === 'string') return parsed(text);
  return plain(stream?.sentHeaders ?? response.getHeaders());
}

/** One of them, also before the head is written. */
export function sentHeader(response: ServerResponse, name: string): string | undefined {
  const { _header: text } = response as unknown as Head;
  const value = typeof text === 'string' ? parsed(text)[name] : response.getHeader(name);
  return value === undefined ? undefined : String(value);
}

/** The status line is left out. */
function parsed(head: string): Headers {
  const headers: Headers = {};
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    if (colon > 0) add(headers, line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

function add(headers: Headers, name: string, value: string): void {
  const known = headers[name];
  headers[name] = known === undefined ? value : [known, value].flat();
}

function plain(given: OutgoingHttpHeaders): Headers {
  const known = Object.entries(given).filter(([name, value]) => value !== undefined && !name.startsWith(':'));
  return Object.fromEntries(
    known.map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.map(String) : String(value)]),
  );
}
