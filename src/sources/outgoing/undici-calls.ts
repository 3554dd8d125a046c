/** Follows `fetch` and undici through their diagnostics channels: nothing is wrapped. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { OutgoingCall, OutgoingRequest } from './outgoing-call.js';

export type BeginCall = (request: OutgoingRequest) => OutgoingCall | undefined;

/** Undici's own request object, as its channels publish it. */
interface UndiciRequest {
  readonly method: string;
  readonly origin: string | URL;
  readonly path: string;
  /** A flat list of names and values; one text block in the oldest versions. */
  readonly headers: string | readonly (string | readonly string[])[];
  addHeader(name: string, value: string): unknown;
}

interface Published {
  readonly request: UndiciRequest;
  readonly response?: { readonly statusCode: number };
  readonly error?: unknown;
}

/** Returns how to stop; calls under way are still followed to their end. */
export function followUndici(begin: BeginCall): () => void {
  const calls = new WeakMap<UndiciRequest, OutgoingCall>();
  const created = ({ request }: Published): void => {
    const call = begin(asOutgoing(request));
    if (call !== undefined) calls.set(request, call);
  };
  const onCreate = (message: unknown): void => created(message as Published);
  const followers: readonly (readonly [string, (published: Published) => void])[] = [
    ['undici:request:headers', ({ request, response }) => calls.get(request)?.answered(response?.statusCode ?? 0)],
    ['undici:request:trailers', ({ request }) => calls.get(request)?.ended()],
    ['undici:request:error', ({ request, error }) => calls.get(request)?.ended(error)],
  ];
  const listeners = followers.map(
    ([channel, follow]) => [channel, (message: unknown) => follow(message as Published)] as const,
  );
  subscribe('undici:request:create', onCreate);
  for (const [channel, listener] of listeners) subscribe(channel, listener);
  return () => {
    unsubscribe('undici:request:create', onCreate);
    for (const [channel, listener] of listeners) unsubscribe(channel, listener);
  };
}

function asOutgoing(request: UndiciRequest): OutgoingRequest {
  return {
    method: request.method,
    origin: String(request.origin),
    path: request.path,
    hasHeader: (name) => hasHeader(request.headers, name),
    setHeader: (name, value) => void request.addHeader(name, value),
  };
}

function hasHeader(headers: UndiciRequest['headers'], name: string): boolean {
  if (typeof headers === 'string')
    return headers
      .toLowerCase()
      .split('\r\n')
      .some((line) => line.startsWith(`${name}:`));
  return headers.some((entry, index) => index % 2 === 0 && String(entry).toLowerCase() === name);
}
