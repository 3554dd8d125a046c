/** A request and its response as they are kept: redacted, and plain data. */

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

export type CaptureReason = 'failed' | 'slow' | 'always';

export interface CapturedError {
  readonly type: string;
  readonly message: string;
  /** The same as in logs. */
  readonly fingerprint: string;
}

export type CapturedHeaders = Readonly<Record<string, string | readonly string[]>>;

export interface CapturedRequest {
  readonly method: string;
  /** With scheme and host. */
  readonly url: string;
  /** `1.1`, `2.0` */
  readonly httpVersion: string;
  readonly headers: CapturedHeaders;
  readonly body: CapturedBody;
}

export interface CapturedResponse {
  /** 499 where the client went away first. */
  readonly status: number;
  readonly headers: CapturedHeaders;
  readonly body: CapturedBody;
}

/** `bytes` is what passed, as it was encoded for the way; what is kept of it may be less. */
export type CapturedBody = NoBody | TextBody | MultipartBody | OmittedBody;

interface NoBody {
  readonly kind: 'none';
  readonly bytes: 0;
}

export interface TextBody {
  /** `json` only where `text` is a whole JSON document. */
  readonly kind: 'json' | 'form' | 'text';
  readonly contentType: string;
  readonly bytes: number;
  readonly text: string;
  readonly isCut: boolean;
}

export interface MultipartBody {
  readonly kind: 'multipart';
  readonly contentType: string;
  readonly bytes: number;
  readonly fields: readonly CapturedField[];
  readonly isCut: boolean;
}

export interface CapturedField {
  readonly name: string;
  readonly bytes: number;
  /** Of files, which have no value here. */
  readonly fileName?: string;
  readonly contentType?: string;
  /** Of short plain fields. */
  readonly value?: string;
}

/** Nobody could read it, or it never ends, or there was no room for it. */
export interface OmittedBody {
  readonly kind: 'omitted';
  readonly reason: 'binary' | 'stream' | 'encoding' | 'limit';
  readonly contentType: string | undefined;
  readonly bytes: number;
}
