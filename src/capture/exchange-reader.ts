/** Makes of an exchange that is over what is kept of it: plain data without its secrets. */
import type { CaptureConfig } from '../config/index.js';
import { nextId } from '../hooks/index.js';
import { errorMessageOf, errorTypeOf, fingerprintOf, type Clock, type Operation } from '../kernel/index.js';
import type { Redactor } from '../security/index.js';
import type {
  CapturedError,
  CapturedExchange,
  CapturedHeaders,
  CapturedRequest,
  CapturedResponse,
  CaptureReason,
} from './captured-exchange.js';
import type { ExchangeTaps } from './exchange-taps.js';
import type { HttpSubject } from './http-subject.js';
import { BodyReader } from './readable-body.js';
import { sentHeaders } from './sent-headers.js';

/** Node sends no body with these, whatever the application has written. */
const BODILESS: ReadonlySet<number> = new Set([204, 304]);

export class ExchangeReader {
  private readonly bodies: BodyReader;
  private readonly omittedHeaders: ReadonlySet<string>;

  constructor(
    { maxBodyBytes, omittedHeaders }: CaptureConfig,
    private readonly redactor: Redactor,
    private readonly clock: Clock,
  ) {
    this.bodies = new BodyReader(redactor, maxBodyBytes);
    this.omittedHeaders = new Set(omittedHeaders.map((name) => name.toLowerCase()));
  }

  read(operation: Operation, subject: HttpSubject, taps: ExchangeTaps, reason: CaptureReason): CapturedExchange {
    return {
      id: nextId(),
      reason,
      startedAtMs: Math.round(this.clock.toEpochMs(operation.startedAtMs)),
      durationMs: operation.durationMs,
      route: subject.route?.template,
      traceId: operation.span?.spanContext().traceId,
      requestId: this.redactor.redactId(operation.scope.requestId),
      error: this.errorOf(operation),
      request: this.requestOf(subject, taps),
      response: this.responseOf(subject, taps),
    };
  }

  private requestOf({ request, scheme }: HttpSubject, taps: ExchangeTaps): CapturedRequest {
    const { method = '', httpVersion, headers } = request;
    const host = headers.host ?? headers[':authority'] ?? 'localhost';
    const bodyHeaders = { contentType: headers['content-type'], contentEncoding: headers['content-encoding'] };
    return {
      method,
      url: this.redactor.redactUrl(`${scheme}://${String(host)}${taps.url}`),
      httpVersion,
      headers: this.shown(headers),
      body: this.bodies.read(taps.request, bodyHeaders),
    };
  }

  private responseOf({ request, response, status }: HttpSubject, taps: ExchangeTaps): CapturedResponse {
    const headers = sentHeaders(response);
    const isBodiless = request.method === 'HEAD' || BODILESS.has(response.statusCode);
    const bodyHeaders = {
      contentType: first(headers['content-type']),
      contentEncoding: first(headers['content-encoding']),
    };
    const body = isBodiless ? ({ kind: 'none', bytes: 0 } as const) : this.bodies.read(taps.response, bodyHeaders);
    return { status, headers: this.shown(headers), body };
  }

  /** Without the pseudo-headers of HTTP/2. */
  private shown(headers: Readonly<Record<string, string | readonly string[] | undefined>>): CapturedHeaders {
    const known = Object.entries(headers).filter(([name]) => !name.startsWith(':') && !this.omittedHeaders.has(name));
    return this.redactor.redactHeaders(Object.fromEntries(known));
  }

  private errorOf({ error, scope }: Operation): CapturedError | undefined {
    const thrown = error ?? scope.error;
    if (thrown === undefined) return undefined;
    const message = this.redactor.redactText(errorMessageOf(thrown));
    return { type: errorTypeOf(thrown), message, fingerprint: fingerprintOf(thrown) };
  }
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
