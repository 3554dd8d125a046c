/** The headers that a response was sent with. Frameworks that hand them to `writeHead` leave nothing behind but the text of the head. */
import type { ServerResponse } from 'node:http';
import type { RawHeaders } from '../../hooks/index.js';

export function responseHeadersOf(response: ServerResponse): RawHeaders {
  const head = (response as unknown as Record<string, unknown>)['_header'];
  return typeof head === 'string' ? headersIn(head) : response.getHeaders();
}

/** By name in lower case; of one that was sent several times all values. */
function headersIn(head: string): RawHeaders {
  const headers: Record<string, string | string[]> = {};
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    if (colon > 0) add(headers, line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

function add(headers: Record<string, string | string[]>, name: string, value: string): void {
  const known = headers[name];
  headers[name] = known === undefined ? value : [known, value].flat();
}
