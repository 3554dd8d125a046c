/** Requests and their answers as they were kept, redacted when they were. */

/** `GET captures`: the newest first. */
export interface CapturesAnswer {
  readonly version: 1;
  readonly captures: readonly CaptureRow[];
}

/** `GET capture?id=`; `GET capture-file?id&format=curl|har` is a file, and without an id an archive of all. */
export interface CaptureAnswer {
  readonly version: 1;
  readonly capture: CaptureDetail;
  /** A command line for a POSIX shell that sends the request again. */
  readonly curl: string | null;
}

export interface CaptureRow {
  readonly id: string;
  /** What the rule asked for that kept it: `failed`, `slow`, `always`. */
  readonly reason: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly method: string;
  /** With scheme and host. */
  readonly url: string;
  readonly route: string | null;
  /** 499 where the client went away first. */
  readonly status: number;
  readonly traceId: string | null;
}

export interface CaptureDetail extends CaptureRow {
  readonly requestId: string | null;
  readonly httpVersion: string;
  readonly error: { readonly type: string; readonly message: string; readonly fingerprint: string } | null;
  readonly request: CaptureMessage;
  readonly response: CaptureMessage;
}

export interface CaptureMessage {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: CaptureBody;
}

/** `bytes` is what passed, as it was encoded for the way; what is kept of it may be less. */
export type CaptureBody =
  | { readonly kind: 'none' }
  | {
      /** `json` only where `text` is a whole document. */
      readonly kind: 'json' | 'form' | 'text';
      readonly contentType: string;
      readonly bytes: number;
      readonly text: string;
      readonly isCut: boolean;
    }
  | {
      readonly kind: 'multipart';
      readonly contentType: string;
      readonly bytes: number;
      readonly fields: readonly CaptureField[];
      readonly isCut: boolean;
    }
  | {
      readonly kind: 'omitted';
      readonly reason: 'binary' | 'stream' | 'encoding' | 'limit';
      readonly contentType?: string | undefined;
      readonly bytes: number;
    };

export interface CaptureField {
  readonly name: string;
  readonly bytes: number;
  /** Of files, which have no value here. */
  readonly fileName?: string;
  readonly contentType?: string;
  readonly value?: string;
}
