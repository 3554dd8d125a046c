/** What `http.request` and `http.response` tell of a request: facts for the eyes, redacted, and headers by an allow-list only. */
import type { HttpHeaderValues, HttpRequestFacts, HttpResponseFacts, Operation } from '../kernel/index.js';

/** What the subject of an `http.server` operation can be asked; the source of requests implements it. */
export interface ObservedExchange {
  /** As the client wrote it. */
  readonly method: string;
  /** Path and query, as the client wrote them. */
  readonly url: string;
  readonly requestHeaders: RawHeaders;
  /** Complete once the head of the response has been written. */
  readonly responseHeaders: RawHeaders;
  readonly route: { readonly template: string } | undefined;
  readonly status: number;
  readonly requestBytes: number | undefined;
  readonly responseBytes: number | undefined;
}

/** By name in lower case. */
export type RawHeaders = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export interface ExchangeRedactor {
  redactUrl(url: string): string;
  redactHeaders(headers: RawHeaders): HttpHeaderValues;
}

export class ExchangeFacts {
  /** @param headerNames allowed ones, in lower case */
  constructor(
    private readonly headerNames: readonly string[],
    private readonly redactor: ExchangeRedactor,
  ) {}

  /** Whether there are facts: somebody else's source may have another subject, or none. */
  areOf({ subject }: Operation): boolean {
    return subject !== undefined && 'requestHeaders' in subject;
  }

  request(operation: Operation): HttpRequestFacts {
    const { method, url, requestHeaders } = exchangeOf(operation);
    return { method, url: this.redactor.redactUrl(url), headers: this.allowed(requestHeaders) };
  }

  response(operation: Operation): HttpResponseFacts {
    const exchange = exchangeOf(operation);
    const { method, url, route, status, requestBytes, responseBytes, responseHeaders } = exchange;
    return {
      method,
      url: this.redactor.redactUrl(url),
      route: route?.template,
      status,
      outcome: operation.outcome!,
      durationMs: operation.durationMs,
      requestBytes,
      responseBytes,
      headers: this.allowed(responseHeaders),
    };
  }

  private allowed(headers: RawHeaders): HttpHeaderValues {
    const present = this.headerNames.filter((name) => headers[name] !== undefined);
    return this.redactor.redactHeaders(Object.fromEntries(present.map((name) => [name, headers[name]])));
  }
}

function exchangeOf({ subject }: Operation): ObservedExchange {
  return subject as unknown as ObservedExchange;
}
