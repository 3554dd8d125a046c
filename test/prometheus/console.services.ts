/** What the console shows and the PromQL beside it are the same: a real Prometheus answers what it is handed to copy. */
import { getMetrics } from 'nestjs-observability';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricAnswer, MetricLine } from '../../src/console/shapes/index.js';
import { ConsoleReader, withConsole } from '../console/console-reader.js';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { eventually, Program, skipWithout, stopPrograms } from '../support/child-process.js';
import { freePort } from '../support/free-port.js';

const WINDOW_MS = 10_000;

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [timeSeconds: number, text: string];
}

skipWithout('prometheus')('Prometheus and the console', () => {
  let folder: string;
  let prometheus: string;
  let application: RunningApplication;
  let work: NodeJS.Timeout;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'observability-console-'));
    application = await startApplication({ observability: withConsole({ console: { pointIntervalMs: 1_000 } }) });
    work = startWork();
    const port = await freePort();
    prometheus = `http://127.0.0.1:${port}`;
    startPrometheus(folder, application.port, port);
    // Both have seen more than a window of the same work then.
    await eventually(async () => {
      const [sample] = await ask(prometheus, 'count_over_time(jobs_total{kind="fast"}[1m])');
      return Number(sample?.value[1]) > 14 ? true : undefined;
    }, 60_000);
  });

  afterAll(async () => {
    clearInterval(work);
    await closeApplications();
    await stopPrograms();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['a counter', { name: 'jobs_total' }],
    ['a counter by a label', { name: 'jobs_total', by: 'kind' }],
    ['series of a counter', { name: 'jobs_total', 'label.kind': 'slow' }],
    ['a gauge', { name: 'jobs_waiting' }],
    ['a gauge over all its series', { name: 'jobs_waiting', by: 'region' }],
    ['a histogram', { name: 'job_duration_seconds' }],
    ['a histogram by a label', { name: 'job_duration_seconds', by: 'kind' }],
  ])('agree about %s', async (_what, params) => {
    const question = { ...params, windowMs: String(WINDOW_MS) };
    const reader = new ConsoleReader(application);

    // Their windows never end at the same moment, which shows when the machine is busy; what means something else never agrees.
    const ratios = await eventually(async () => {
      const answer = await reader.read<MetricAnswer>('metric', question);
      const found = await ratiosOf(answer, prometheus);
      return found.every((ratio) => Math.abs(ratio - 1) < 0.03) ? found : undefined;
    });

    expect(ratios.length).toBeGreaterThan(0);
  });
});

/** Of each line: our value over theirs; not a number where they have none. */
async function ratiosOf({ lines, promql }: MetricAnswer, prometheus: string): Promise<readonly number[]> {
  const kinds = [...new Set(lines.map(({ kind }) => kind))];
  const theirs = await Promise.all(promql.map((query) => ask(prometheus, query)));
  if (theirs.some((samples) => samples.length !== lines.length / kinds.length)) return [Number.NaN];
  return lines.map((line) => valueOf(line) / valueIn(theirs[kinds.indexOf(line.kind)]!, line));
}

/** As much as the time that has passed asks for, however busy the machine is: a second more or less makes no difference then. */
function startWork(): NodeJS.Timeout {
  const doOne = oneJob();
  const startedAtMs = performance.now();
  let done = 0;
  const catchUp = (): void => {
    while (done < (performance.now() - startedAtMs) / 10) doOne(done++);
  };
  return setInterval(catchUp, 10).unref();
}

function oneJob(): (round: number) => void {
  const metrics = getMetrics();
  const jobs = metrics.counter('jobs_total', { labelNames: ['kind'] });
  const waiting = metrics.gauge('jobs_waiting', { labelNames: ['kind', 'region'] });
  const duration = metrics.histogram('job_duration_seconds', { labelNames: ['kind'], buckets: [0.1, 0.2, 0.4, 0.8] });
  for (const region of ['eu', 'us']) waiting.set({ kind: 'fast', region }, region.length + 1);
  waiting.set({ kind: 'slow', region: 'eu' }, 5);
  return (round) => {
    jobs.inc({ kind: 'fast' }, 4);
    jobs.inc({ kind: 'slow' });
    duration.observe({ kind: 'fast' }, 0.05 + (round % 8) / 40);
    duration.observe({ kind: 'slow' }, 0.3 + (round % 4) / 10);
  };
}

const valueOf = ({ values }: MetricLine): number => values.at(-1)!;

function valueIn(samples: readonly Sample[], { labels }: MetricLine): number {
  const names = Object.keys(labels);
  const found = samples.find(({ metric }) => names.every((name) => metric[name] === labels[name]));
  return Number(found?.value[1]);
}

async function ask(prometheus: string, query: string): Promise<readonly Sample[]> {
  const response = await fetch(`${prometheus}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) });
  const { data, error } = (await response.json()) as { data: { result: readonly Sample[] }; error?: string };
  if (error !== undefined) throw new Error(`${error}: ${query}`);
  return data.result;
}

function startPrometheus(folder: string, targetPort: number, port: number): void {
  const file = join(folder, 'prometheus.yml');
  const targets = `static_configs: [{ targets: ['127.0.0.1:${targetPort}'] }]`;
  writeFileSync(file, `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: jobs, ${targets} }]\n`);
  new Program('prometheus', [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
}
