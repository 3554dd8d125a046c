/** The part of Prometheus' HTTP API that tests ask: https://prometheus.io/docs/prometheus/latest/querying/api */
export class PrometheusApi {
  constructor(private readonly url: string) {}

  /** Whether there is a number at all; not a number is none. */
  async hasAnswer(query: string): Promise<boolean> {
    const { result } = await this.ask<{ result: readonly { value: readonly [number, string] }[] }>('query', { query });
    return result.some(({ value: [, text] }) => text !== 'NaN');
  }

  /** Names of the labels of a metric's series, however many there are; none where there is no series. */
  async labelsOf(metric: string): Promise<ReadonlySet<string>> {
    const series = await this.ask<readonly Readonly<Record<string, string>>[]>('series', {
      'match[]': `{__name__="${metric}"}`,
    });
    return new Set(series.flatMap((labels) => Object.keys(labels)));
  }

  private async ask<T>(path: string, parameters: Readonly<Record<string, string>>): Promise<T> {
    const response = await fetch(`${this.url}/api/v1/${path}`, {
      method: 'POST',
      body: new URLSearchParams(parameters),
    });
    const { data, error } = (await response.json()) as { data: T; error?: string };
    if (error !== undefined) throw new Error(`${error}: ${JSON.stringify(parameters)}`);
    return data;
  }
}
