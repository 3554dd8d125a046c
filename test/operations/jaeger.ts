/** What Jaeger answers over HTTP, as far as tests ask. */
export interface JaegerSpan {
  readonly traceID: string;
  readonly spanID: string;
  readonly operationName: string;
  readonly references: readonly { readonly refType: string; readonly traceID: string; readonly spanID: string }[];
  /** Microseconds. */
  readonly startTime: number;
  readonly duration: number;
  readonly tags: readonly { readonly key: string; readonly value: unknown }[];
  readonly processID: string;
}

export interface JaegerTrace {
  readonly traceID: string;
  readonly spans: readonly JaegerSpan[];
  readonly processes: Readonly<Record<string, { readonly serviceName: string }>>;
}

export class Jaeger {
  constructor(private readonly url: string) {}

  /** `undefined` while it knows no such trace. */
  async trace(id: string): Promise<JaegerTrace | undefined> {
    const response = await fetch(`${this.url}/api/traces/${id}`);
    return response.ok ? (await read<JaegerTrace[]>(response))[0] : undefined;
  }

  async traceIds(service: string, limit: number): Promise<ReadonlySet<string>> {
    const response = await fetch(`${this.url}/api/traces?service=${service}&limit=${limit}&lookback=1h`);
    return new Set((await read<JaegerTrace[]>(response)).map(({ traceID }) => traceID));
  }
}

export function tagsOf({ tags }: JaegerSpan): Record<string, unknown> {
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
}

/** The span it is part of, known to Jaeger or not. */
export function parentOf({ references }: JaegerSpan): string | undefined {
  return references.find(({ refType }) => refType === 'CHILD_OF')?.spanID;
}

async function read<T>(response: Response): Promise<T> {
  return ((await response.json()) as { data: T }).data;
}
