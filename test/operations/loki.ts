/** What Loki answers over HTTP, as far as tests ask; and the question that Grafana asks it to get from a trace to its lines. */
import { readGenerated } from './loopback-stack.js';

export interface LokiLine {
  /** Nanoseconds since 1970. */
  readonly atUnixNano: bigint;
  readonly text: string;
  /** Stream labels and structured metadata. */
  readonly fields: Readonly<Record<string, string>>;
}

interface QueryAnswer {
  readonly data: {
    readonly result: readonly {
      readonly stream: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [atUnixNano: string, text: string])[];
    }[];
  };
}

export class Loki {
  constructor(private readonly url: string) {}

  /** In the order of time. */
  async lines(query: string): Promise<LokiLine[]> {
    const hourAgo = Math.floor(Date.now() / 1000) - 3600;
    const parameters = new URLSearchParams({ query, start: String(hourAgo), limit: '5000', direction: 'forward' });
    const response = await fetch(`${this.url}/loki/api/v1/query_range?${parameters}`);
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    const { data } = (await response.json()) as QueryAnswer;
    const lines = data.result.flatMap(({ stream, values }) =>
      values.map(([at, text]) => ({ atUnixNano: BigInt(at), text, fields: stream })),
    );
    return lines.toSorted((one, other) => Number(one.atUnixNano - other.atUnixNano));
  }
}

interface DataSource {
  readonly type: string;
  readonly jsonData: {
    readonly tracesToLogsV2?: {
      readonly query: string;
      readonly tags: readonly { readonly key: string; readonly value: string }[];
    };
  };
}

/** The query of the generated data source, filled in as Grafana does for a span with this resource. */
export function grafanaQuery(traceId: string, resource: Readonly<Record<string, string>>): string {
  const path = 'grafana/provisioning/datasources/datasources.yml';
  const { datasources } = readGenerated<{ datasources: readonly DataSource[] }>(path);
  const { query, tags } = datasources.find(({ type }) => type === 'jaeger')!.jsonData.tracesToLogsV2!;
  const labels = tags.map(({ key, value }) => `${value}="${resource[key]}"`).join(', ');
  return query.replace('$${__tags}', () => labels).replace('$${__trace.traceId}', () => traceId);
}
