/**
 * Kept exchanges as an HTTP Archive, for developer tools.
 * @see http://www.softwareishard.com/blog/har-12-spec/
 */
import { STATUS_CODES } from 'node:http';
import type { CapturedBody, CapturedExchange, CapturedHeaders } from './captured-exchange.js';

/**
 * HTTP Archive 1.2, with one entry per kept exchange.
 *
 * @example
 * ```ts
 * const archive: HarDocument | undefined = app.get(CaptureService).har({ reason: 'failed' });
 *
 * writeFileSync('failed.har', JSON.stringify(archive));
 * ```
 */
export interface HarDocument {
  readonly log: {
    readonly version: '1.2';
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly HarEntry[];
  };
}

/**
 * One exchange in an HTTP Archive.
 *
 * @example
 * ```ts
 * const slowest = (entries: readonly HarEntry[]): HarEntry | undefined =>
 *   [...entries].sort((left, right) => right.time - left.time)[0];
 * ```
 */
export interface HarEntry {
  /** ISO 8601. */
  readonly startedDateTime: string;
  /** Milliseconds. */
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: object;
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
  readonly comment: string;
}

/** A header, cookie or parameter. */
export interface NameValue {
  readonly name: string;
  readonly value: string;
}

/** The request of an entry. */
export interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly cookies: readonly NameValue[];
  readonly headers: readonly NameValue[];
  readonly queryString: readonly NameValue[];
  readonly postData?: { readonly mimeType: string; readonly text?: string; readonly params?: readonly HarParameter[] };
  readonly headersSize: -1;
  readonly bodySize: number;
}

/** One field of a form. */
export interface HarParameter {
  readonly name: string;
  readonly value?: string;
  readonly fileName?: string;
  readonly contentType?: string;
}

/** The response of an entry. */
export interface HarResponse {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly cookies: readonly NameValue[];
  readonly headers: readonly NameValue[];
  readonly content: {
    readonly size: number;
    readonly mimeType: string;
    readonly text?: string;
    readonly comment?: string;
  };
  readonly redirectURL: string;
  readonly headersSize: -1;
  readonly bodySize: number;
}

/** @param version of the service that made it */
export function harOf(exchanges: readonly CapturedExchange[], version: string): HarDocument {
  return {
    log: {
      version: '1.2',
      creator: { name: 'nestjs-observability', version },
      // Archives are read from the oldest on.
      entries: exchanges.toReversed().map(entryOf),
    },
  };
}

function entryOf(exchange: CapturedExchange): HarEntry {
  const { startedAtMs, durationMs, reason, traceId } = exchange;
  return {
    startedDateTime: new Date(startedAtMs).toISOString(),
    time: durationMs,
    request: requestOf(exchange),
    response: responseOf(exchange),
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    comment: traceId === undefined ? reason : `${reason}, trace ${traceId}`,
  };
}

function requestOf({ request: { method, url, httpVersion, headers, body } }: CapturedExchange): HarRequest {
  const postData = postDataOf(body);
  return {
    method,
    url,
    httpVersion: `HTTP/${httpVersion}`,
    // Their values are secrets.
    cookies: [],
    headers: pairs(headers),
    queryString: URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : [],
    ...(postData && { postData }),
    headersSize: -1,
    bodySize: body.bytes,
  };
}

function postDataOf(body: CapturedBody): HarRequest['postData'] {
  if (body.kind === 'none') return undefined;
  const mimeType = body.contentType ?? '';
  if (body.kind === 'multipart') return { mimeType, params: body.fields.map(({ bytes: _bytes, ...field }) => field) };
  return 'text' in body ? { mimeType, text: body.text } : { mimeType };
}

function responseOf({ request: { httpVersion }, response: { status, headers, body } }: CapturedExchange): HarResponse {
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: `HTTP/${httpVersion}`,
    cookies: [],
    headers: pairs(headers),
    content: contentOf(body),
    redirectURL: String(headers['location'] ?? ''),
    headersSize: -1,
    bodySize: body.bytes,
  };
}

function contentOf(body: CapturedBody): HarResponse['content'] {
  const mimeType = body.kind === 'none' ? '' : (body.contentType ?? '');
  if (!('text' in body)) return { size: body.bytes, mimeType };
  return { size: body.bytes, mimeType, text: body.text, ...(body.isCut && { comment: 'cut' }) };
}

function pairs(headers: CapturedHeaders): readonly NameValue[] {
  return Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })));
}
