/**
 * The one mechanism behind every path of ours: `/metrics`, probes, later management and console. An endpoint answers
 * before the framework sees the request, so no global prefix, version, guard, interceptor, pipe, filter or compression of
 * the application can break it, and it works the same on the application's server and on a port of its own.
 */
import type { IncomingHttpHeaders } from 'node:http';

export interface EndpointRequest {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly remoteAddress: string | undefined;
  /** Where the endpoint takes bodies. Undefined comes of a body that is longer than `maxBodyBytes`, or broke off. */
  readonly readBody?: () => Promise<Buffer | undefined>;
}

export interface EndpointAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Streamed as the socket takes it when iterable. */
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
  /** Of a streamed body: breaks the connection when it is aborted, whether the client reads or not. */
  readonly signal?: AbortSignal | undefined;
}

export interface Endpoint {
  /** Exact path, starting with `/`. */
  readonly path: string;
  /** What it is, for the start-up message and the list of endpoints. */
  readonly title: string;
  /** `Authorization: Bearer <token>` is required when set; compared in constant time. */
  readonly bearerToken?: string;
  /** Compress with gzip when the client accepts it and the body is large. */
  readonly isCompressible?: boolean;
  /** Takes every method and bodies up to this size, and refuses by itself what it does not want; else there are GET and HEAD. */
  readonly maxBodyBytes?: number;
  /** Answers GET and, without its body, HEAD. May throw or reject: the client then gets a 500 without details. */
  answer(request: EndpointRequest): EndpointAnswer | Promise<EndpointAnswer>;
}
