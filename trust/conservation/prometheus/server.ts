/** A real Prometheus that scrapes one application, asked over its API. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seriesOf, type Samples } from '../accounting/series.js';
import { quietPort } from '../quiet-port.js';

export const SCRAPE_INTERVAL_MS = 500;
const JOB = 'trust';

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [timeSeconds: number, text: string];
  readonly values?: readonly (readonly [timeSeconds: number, text: string])[];
}

/** By series. */
export type Histories = ReadonlyMap<string, readonly (readonly [timeSeconds: number, value: number])[]>;

export function hasPrometheus(): boolean {
  return spawnSync('prometheus', ['--version']).error === undefined;
}

export class PrometheusServer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly url: string,
    /** Matches the series of the application. */
    readonly matcher: string,
  ) {}

  static async start(targetPort: number): Promise<PrometheusServer> {
    const folder = mkdtempSync(join(tmpdir(), 'trust-prometheus-'));
    const port = await quietPort();
    const file = join(folder, 'prometheus.json');
    const target = `127.0.0.1:${targetPort}`;
    // Queues have a label `job` of their own.
    const job = { job_name: JOB, honor_labels: true, static_configs: [{ targets: [target] }] };
    writeFileSync(
      file,
      JSON.stringify({ global: { scrape_interval: `${SCRAPE_INTERVAL_MS}ms` }, scrape_configs: [job] }),
    );
    const child = spawn(
      'prometheus',
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    return new PrometheusServer(child, folder, `http://127.0.0.1:${port}`, `instance="${target}"`);
  }

  /** The newest sample of every series; empty as long as it does not answer. */
  async samples(): Promise<Samples> {
    const vector = await this.query(`{${this.matcher}}`).catch(() => []);
    return new Map(vector.map(({ metric, value }) => [seriesOfMetric(metric), Number(value![1])]));
  }

  /** Of a query with one answer; 0 where there is none. */
  async number(query: string): Promise<number> {
    const [sample] = await this.query(query);
    return Number(sample?.value?.[1] ?? 0);
  }

  /** All samples of each series that matches, in the order of their times. */
  async histories(query: string): Promise<Histories> {
    const matrix = await this.query(query);
    return new Map(
      matrix.map(({ metric, values }) => [
        seriesOfMetric(metric),
        values!.map(([timeSeconds, text]) => [timeSeconds, Number(text)] as const),
      ]),
    );
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async query(query: string): Promise<readonly Sample[]> {
    const response = await fetch(`${this.url}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) });
    const { data, error } = (await response.json()) as { data: { result: readonly Sample[] }; error?: string };
    if (error !== undefined) throw new Error(`${error}: ${query}`);
    return data.result;
  }
}

/** Without what Prometheus itself has added. */
function seriesOfMetric({ __name__: name = '', job, instance: _instance, le, ...labels }: Sample['metric']): string {
  return seriesOf(name, {
    ...labels,
    ...(job !== undefined && job !== JOB && { job }),
    ...(le !== undefined && { le: le === '+Inf' ? le : Number(le) }),
  });
}
