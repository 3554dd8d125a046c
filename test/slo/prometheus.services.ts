/** The live burn rates beside those that Prometheus itself computes over the same samples, by its own test runner. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ObservabilityModule, SloService, MetricsService } from 'nestjs-observability';
import { ManualClock, TelemetryRecorder } from 'nestjs-observability/testing';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';

const INTERVAL_MS = 5000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BUDGET = 0.01;
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;

interface Probe {
  readonly atMs: number;
  readonly burnRates: Readonly<Record<(typeof WINDOWS)[number], number>>;
}

interface Recording {
  /** Running totals at each scrape. */
  readonly good: number[];
  readonly bad: number[];
  readonly probes: Probe[];
}

const clock = new ManualClock();
const folder = mkdtempSync(join(tmpdir(), 'slo-prometheus-'));

function startDesk(): Promise<RunningApplication> {
  const indicator = { good: 'parcels_delivered_total', total: 'parcels_total' };
  const slos = [{ name: 'parcels', objective: 1 - BUDGET, indicator }];
  const plugins = [new TelemetryRecorder(clock).plugin()];
  return startApplication({ observability: ObservabilityModule.forRoot({ slos, plugins, logs: { enabled: false } }) });
}

/** Three days and some hours with a daily rhythm, short failures three times an hour and long ones three times a day. */
function recordTraffic({ app }: RunningApplication): Recording {
  const recording: Recording = { good: [], bad: [], probes: [] };
  const [service, metrics] = [app.get(SloService), app.get(MetricsService)];
  const [delivered, all] = [metrics.counter('parcels_delivered_total'), metrics.counter('parcels_total')];
  for (let atMs = 0; atMs <= 3 * DAY_MS + 2 * HOUR_MS; atMs += INTERVAL_MS) {
    const { burnRates, good, bad } = service.status('parcels')!;
    recording.good.push(good);
    recording.bad.push(bad);
    if (atMs > 3 * DAY_MS && atMs % (13 * INTERVAL_MS) === 0) recording.probes.push({ atMs, burnRates });
    const parcels = Math.round(50 + 40 * Math.sin((2 * Math.PI * atMs) / DAY_MS));
    const isFailing = atMs % (8 * HOUR_MS) > 7.5 * HOUR_MS || atMs % (HOUR_MS / 3) < HOUR_MS / 30;
    all.inc(parcels);
    delivered.inc(parcels - Math.round(parcels * (isFailing ? 0.2 : 0.01)));
    clock.advance(INTERVAL_MS);
  }
  return recording;
}

interface Scrapes {
  /** Prometheus' test runner takes 10 000 samples at most for one expression, so long windows are scraped less often. */
  readonly every: number;
  readonly windows: readonly (typeof WINDOWS)[number][];
}

/** Expressions that are 1 where Prometheus differs from us by less than two per cent. */
function promtoolTest({ good, bad, probes }: Recording, { every, windows }: Scrapes): object {
  const series = (outcome: string, values: number[]): object => ({
    series: `slo_events_total{slo="parcels",outcome="${outcome}"}`,
    values: values.filter((_value, index) => index % every === 0).join(' '),
  });
  const burnRate = (window: string): string =>
    `sum(rate(slo_events_total{outcome="bad"}[${window}])) / sum(rate(slo_events_total[${window}])) / ${BUDGET}`;
  const seen = probes.filter(({ atMs }) => atMs % (every * INTERVAL_MS) === 0);
  const expressions = seen.flatMap(({ atMs, burnRates }) =>
    windows.map((window) => ({
      expr: `abs(${burnRate(window)} / ${burnRates[window]} - 1) < bool 0.02`,
      eval_time: `${atMs / 1000}s`,
      exp_samples: [{ labels: '{}', value: 1 }],
    })),
  );
  const interval = `${(every * INTERVAL_MS) / 1000}s`;
  return { interval, input_series: [series('good', good), series('bad', bad)], promql_expr_test: expressions };
}

afterAll(async () => {
  await closeApplications();
  rmSync(folder, { recursive: true });
});

it('burns as Prometheus says, within two per cent over every window', async () => {
  const recording = recordTraffic(await startDesk());
  const file = join(folder, 'burn-rates.json');
  const tests = [
    promtoolTest(recording, { every: 1, windows: ['5m', '30m', '1h', '2h', '6h'] }),
    promtoolTest(recording, { every: 12, windows: ['1d', '3d'] }),
  ];
  writeFileSync(file, JSON.stringify({ tests }));

  const answer = execFileSync('promtool', ['test', 'rules', file], { encoding: 'utf8' });

  expect(recording.probes.length).toBeGreaterThan(100);
  expect(answer).toContain('SUCCESS');
});
