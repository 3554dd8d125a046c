/** Real Prometheus scrapes the real sample: both formats are accepted, and an exemplar leads to a trace. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.js';
import { eventually, Program, skipWithout, stopPrograms } from '../support/child-process.js';

const main = join(__dirname, '../../sample/dist/02-decision-desk/main.js');

interface Target {
  readonly health: string;
  readonly lastError: string;
  readonly lastScrape: string;
}

skipWithout('prometheus')('Prometheus and the decision desk', () => {
  let folder: string;
  let desk: string;
  let prometheus: string;
  let program: Program;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'observability-prometheus-'));
    const [deskPort, prometheusPort] = [await freePort(), await freePort()];
    [desk, prometheus] = [`http://127.0.0.1:${deskPort}`, `http://127.0.0.1:${prometheusPort}`];
    program = new Program(process.execPath, [main], { ...process.env, PORT: String(deskPort), TRAFFIC: 'on' });
    await eventually(async () => ((await fetch(`${desk}/health/ready`)).status === 200 ? true : undefined), 60_000);
    startPrometheus(folder, deskPort, prometheusPort);
  });

  afterAll(async () => {
    await stopPrograms();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async <T>(path: string): Promise<T> =>
    ((await (await fetch(`${prometheus}/api/v1/${path}`)).json()) as { data: T }).data;

  it('scrapes without an error', async () => {
    const target = await eventually(async () => {
      const { activeTargets } = await ask<{ activeTargets: Target[] }>('targets');
      return activeTargets.find(({ lastScrape }) => !lastScrape.startsWith('0001'));
    });

    expect(target).toMatchObject({ health: 'up', lastError: '' });
  });

  it('counts what the traffic does', async () => {
    const query = encodeURIComponent('sum by (route) (http_requests_total{status="200"})');

    const routes = await eventually(async () => {
      const { result } = await ask<{ result: { metric: { route: string } }[] }>(`query?query=${query}`);
      return result.length >= 3 ? result.map(({ metric }) => metric.route) : undefined;
    });

    expect(routes.every((route) => !/\d{3,}|[0-9a-f]{8}-/.test(route))).toBe(true);
  });

  it('keeps exemplars whose trace the log names', async () => {
    const query = encodeURIComponent('http_request_duration_seconds_bucket');

    const traceIds = await eventually(async () => {
      const series = await ask<{ exemplars: { labels: { trace_id: string } }[] }[]>(
        `query_exemplars?query=${query}&start=${Date.now() / 1000 - 600}&end=${Date.now() / 1000 + 60}`,
      );
      const ids = series.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels.trace_id));
      return ids.length > 0 ? ids : undefined;
    });

    const logged = await eventually(async () => traceIds.find((id) => program.output.includes(`"trace_id":"${id}"`)));
    expect(logged).toMatch(/^[0-9a-f]{32}$/);
  });

  it('finds nothing to say about the text format', async () => {
    const text = await (await fetch(`${desk}/metrics`)).text();

    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
      input: withoutForeignMetrics(text),
      encoding: 'utf8',
    });

    expect(stderr + stdout).toBe('');
    expect(status).toBe(0);
  });

  it('gets nothing but JSON lines with the fields of a log from the sample', async () => {
    const lines = program.output.trim().split('\n').slice(0, -1);

    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({
        timestamp: expect.any(String),
        level: expect.any(String),
        message: expect.any(String),
      });
  });
});

function startPrometheus(folder: string, deskPort: number, port: number): void {
  const file = join(folder, 'prometheus.yml');
  writeFileSync(
    file,
    `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: desk, static_configs: [{ targets: ['127.0.0.1:${deskPort}'] }] }]\n`,
  );
  new Program('prometheus', [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--enable-feature=exemplar-storage',
  ]);
}

/** Three gauges of prom-client end in _total, which promtool criticises; dashboards rely on their names. */
function withoutForeignMetrics(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^(# (HELP|TYPE) )?nodejs_active_(handles|requests|resources)_total/.test(line))
    .join('\n');
}
