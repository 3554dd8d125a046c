/** What the head of a response says once it has been written: Node keeps it as it is sent, whoever wrote it and how. */
import type { ServerResponse } from 'node:http';

const EVENT_STREAM = /^content-type: *text\/event-stream/im;
const ENCODED = /^content-encoding:/im;

export function isEventStream(response: ServerResponse): boolean {
  return EVENT_STREAM.test(headOf(response) ?? `content-type: ${String(response.getHeader('content-type'))}`);
}

/** Compressed: what is written says nothing about the events in it. */
export function isEncoded(response: ServerResponse): boolean {
  const head = headOf(response);
  return head === undefined ? response.hasHeader('content-encoding') : ENCODED.test(head);
}

/** Undefined for HTTP/2, which has no such text. */
function headOf(response: ServerResponse): string | undefined {
  const head = (response as unknown as Record<string, unknown>)['_header'];
  return typeof head === 'string' && head !== '' ? head : undefined;
}
