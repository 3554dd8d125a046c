/** What the console says, asked as a program with its token does. */
const TOKEN = 'trust-conservation';
const API = '/observability/api/v1';

/** The console of an application in development, beside its metrics: to ask it is no request of the application. */
export const CONSOLE = {
  environment: 'development',
  console: { enabled: true, ownPort: true, access: { token: TOKEN } },
} as const;

/** @throws Error for what is no success */
export async function askConsole<T>(port: number, resource: string): Promise<T> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`http://127.0.0.1:${port}${API}/${resource}`, { headers });
  if (!response.ok) throw new Error(`the console answers ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

interface MetricAnswer {
  readonly heatMap: { readonly counts: readonly (readonly number[])[] };
}

/** All that its heat map of durations adds up to. */
export async function requestsInConsole(port: number): Promise<number> {
  const { heatMap } = await askConsole<MetricAnswer>(port, 'metric?name=http_request_duration_seconds');
  return heatMap.counts.flat().reduce((sum, count) => sum + count, 0);
}
