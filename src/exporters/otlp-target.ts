/** Where OTLP spans go. */
export interface OtlpTarget {
  /** `http://` is plain, `https://` is TLS; over HTTP with its path. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}
