/**
 * A request and its response as they are kept: redacted, and plain data.
 *
 * @example
 * ```ts
 * const headline = ({ request, response, durationMs }: CapturedExchange): string =>
 *   `${request.method} ${request.url} → ${response.status} in ${durationMs} ms`;
 *
 * app.get(CaptureService).list().map(headline);
 * ```
 */
export interface CapturedExchange {
  readonly id: string;
  /** What the rule asked for that kept it. */
  readonly reason: CaptureReason;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** The route's template; undefined where no route was found. */
  readonly route: string | undefined;
  readonly traceId: string | undefined;
  readonly requestId: string | undefined;
  readonly error: CapturedError | undefined;
  readonly request: CapturedRequest;
  readonly response: CapturedResponse;
}

/**
 * What kept an exchange: it failed, it was slow, or its rule keeps everything.
 *
 * @example
 * ```ts
 * const wanted: CaptureReason = 'failed';
 *
 * app.get(CaptureService).list({ reason: wanted });
 * ```
 */
export type CaptureReason = 'failed' | 'slow' | 'always';

/**
 * The error of an exchange that failed, as its log line tells it.
 *
 * @example
 * ```ts
 * const sameFault = (error: CapturedError | undefined, fingerprint: string): boolean => error?.fingerprint === fingerprint;
 * ```
 */
export interface CapturedError {
  readonly type: string;
  readonly message: string;
  /** The same as in logs. */
  readonly fingerprint: string;
}

/**
 * Headers by name in lower case, redacted; several of one name are a list.
 *
 * @example
 * ```ts
 * const contentType = ({ 'content-type': type = 'unknown' }: CapturedHeaders): string => String(type);
 * ```
 */
export type CapturedHeaders = Readonly<Record<string, string | readonly string[]>>;

/**
 * The request of an exchange, redacted.
 *
 * @example
 * ```ts
 * const line = ({ method, url, httpVersion }: CapturedRequest): string => `${method} ${url} HTTP/${httpVersion}`;
 * ```
 */
export interface CapturedRequest {
  readonly method: string;
  /** With scheme and host. */
  readonly url: string;
  /** `1.1`, `2.0` */
  readonly httpVersion: string;
  readonly headers: CapturedHeaders;
  readonly body: CapturedBody;
}

/**
 * The response of an exchange, redacted.
 *
 * @example
 * ```ts
 * const isServerFault = ({ status }: CapturedResponse): boolean => status >= 500;
 * ```
 */
export interface CapturedResponse {
  /** 499 where the client went away first. */
  readonly status: number;
  readonly headers: CapturedHeaders;
  readonly body: CapturedBody;
}

/**
 * The body of a kept request or response.
 * `bytes` is what passed, as it was encoded for the way; what is kept of it may be less.
 *
 * @example
 * ```ts
 * const textOf = (body: CapturedBody): string | undefined => ('text' in body ? body.text : undefined);
 * ```
 */
export type CapturedBody = NoBody | TextBody | MultipartBody | OmittedBody;

interface NoBody {
  readonly kind: 'none';
  readonly bytes: 0;
}

/**
 * A body that is text, as far as it was kept.
 *
 * @example
 * ```ts
 * const parsed = ({ kind, text }: TextBody): unknown => (kind === 'json' ? JSON.parse(text) : text);
 * ```
 */
export interface TextBody {
  /** `json` only where `text` is a whole JSON document. */
  readonly kind: 'json' | 'form' | 'text';
  readonly contentType: string;
  readonly bytes: number;
  readonly text: string;
  readonly isCut: boolean;
}

/**
 * A form with parts: their names and sizes, and the values of the short plain ones.
 *
 * @example
 * ```ts
 * const fileNames = ({ fields }: MultipartBody): (string | undefined)[] => fields.map(({ fileName }) => fileName);
 * ```
 */
export interface MultipartBody {
  readonly kind: 'multipart';
  readonly contentType: string;
  readonly bytes: number;
  readonly fields: readonly CapturedField[];
  readonly isCut: boolean;
}

/**
 * One part of a form.
 *
 * @example
 * ```ts
 * const isFile = ({ fileName }: CapturedField): boolean => fileName !== undefined;
 * ```
 */
export interface CapturedField {
  readonly name: string;
  readonly bytes: number;
  /** Of files, which have no value here. */
  readonly fileName?: string;
  readonly contentType?: string;
  /** Of short plain fields. */
  readonly value?: string;
}

/**
 * A body that was not kept.
 * Nobody could read it, or it never ends, or there was no room for it.
 *
 * @example
 * ```ts
 * const whyNot = ({ reason, bytes }: OmittedBody): string => `${bytes} bytes not kept: ${reason}`;
 * ```
 */
export interface OmittedBody {
  readonly kind: 'omitted';
  readonly reason: 'binary' | 'stream' | 'encoding' | 'limit';
  readonly contentType: string | undefined;
  readonly bytes: number;
}
