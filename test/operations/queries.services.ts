/** Every generated query, asked of a real Prometheus that scrapes the whole desk while its users do all they can. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { everyKindOfTraffic } from '../samples/full-desk.js';
import { eventually } from '../support/child-process.js';
import { startOtlpServer, type OtlpServer } from '../support/otlp-server.js';
import { describeWith } from '../support/services.js';
import { generatedQueries, type GeneratedQuery } from './generated-queries.js';
import { PrometheusApi } from './prometheus-api.js';
import { describeOperations, RunningOperations, type Urls } from './running-operations.js';
import { doWhatIsSeldom, readInVain } from './seldom.js';
import { groupingLabels, metricsIn, type NeededMetric } from './selectors.js';

const trafficMs = 180_000;
const startTimeoutMs = 150_000;
const askedAtOnce = 8;
/** Between two rounds, so that most of the traffic goes well. */
const pauseMs = 5_000;

/** Metrics without which a query is empty here, each with the reason. */
const UNANSWERED: Readonly<Record<string, string>> = {
  sessions_evicted_total: 'only when memory gets short',
  process_crashes_total: 'only when the process dies',
  observability_handler_failures_total: 'a failure of the library',
  observability_dropped_total: 'a failure of the library',
  observability_instrument_misuses_total: 'a mistake of the desk',
};

/** Labels that Prometheus makes of ours where it scrapes without `honor_labels`. */
const RENAMED = new Set(['exported_job']);

describeWith(['postgresql', 'redis', 'nats'], 'Every generated query', (services) => {
  describeOperations('under real Prometheus', () => {
    const queries = generatedQueries();
    let collector: OtlpServer;
    let running: RunningOperations;
    let urls: Urls;
    let api: PrometheusApi;

    beforeAll(async () => {
      collector = await startOtlpServer();
      running = new RunningOperations([], everyKindOfTraffic(services, collector));
      urls = await running.urls();
      api = new PrometheusApi(urls.prometheus);
      await doWhatIsSeldom(urls.desk);
    }, startTimeoutMs);
    afterAll(async () => {
      await running.stop();
      await collector.stop();
    });

    it(
      'has an answer, but for those on what cannot happen here',
      async () => {
        let silent: readonly GeneratedQuery[] = queries;
        const isDone = async () => {
          await readInVain(urls.desk);
          await setTimeout(pauseMs);
          silent = await withoutAnswer(silent, api);
          return silent.every(isExcused) || undefined;
        };
        await eventually(isDone, trafficMs).catch(() => undefined);

        expect(silent.filter((query) => !isExcused(query))).toEqual([]);
        expect(queries.length).toBeGreaterThan(350);
      },
      trafficMs + startTimeoutMs,
    );

    it('is excused for no metric that can be seen, nor for one that nothing asks for', async () => {
      const asked = new Set(queries.flatMap(({ expression }) => metricsIn(expression).map(familyOf)));
      const excused = await Promise.all(
        Object.keys(UNANSWERED).map(async (metric) => {
          const seen = await Promise.all(['', '_count'].map((suffix) => api.labelsOf(metric + suffix)));
          return { metric, isAsked: asked.has(metric), isSeen: seen.some(({ size }) => size > 0) };
        }),
      );

      expect(excused).toEqual(Object.keys(UNANSWERED).map((metric) => ({ metric, isAsked: true, isSeen: false })));
    });

    it('asks for metrics that exist, by labels that they have', async () => {
      const known = new Map<string, Promise<ReadonlySet<string>>>();
      const labelsOf = (metric: string) => {
        if (!known.has(metric)) known.set(metric, api.labelsOf(metric));
        return known.get(metric)!;
      };
      const missing = await Promise.all(
        queries.filter((query) => !isExcused(query)).map((query) => whatIsMissing(query, labelsOf)),
      );

      expect(missing.flat()).toEqual([]);
    });

    it('draws the overview without an empty panel', () => {
      const script = join(__dirname, '../../scripts/operations/draw.mjs');
      const args = [script, '--prometheus', urls.prometheus, '--minutes', '3'];

      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });

      expect({ status, stderr, empty: stdout.match(/^No data: .*$/gm) ?? [] }).toEqual({
        status: 0,
        stderr: '',
        empty: [],
      });
    });

    it('leaves nothing running when it is told to end', async () => {
      expect(await running.stop()).toBe(0);
    });
  });
});

function isExcused({ expression }: GeneratedQuery): boolean {
  return metricsIn(expression).some((needed) => familyOf(needed) in UNANSWERED);
}

function familyOf({ metric }: NeededMetric): string {
  return metric.replace(/_(bucket|sum|count)$/, '');
}

async function withoutAnswer(queries: readonly GeneratedQuery[], api: PrometheusApi): Promise<GeneratedQuery[]> {
  const silent: GeneratedQuery[] = [];
  for (let from = 0; from < queries.length; from += askedAtOnce) {
    const part = queries.slice(from, from + askedAtOnce);
    const answers = await Promise.all(part.map(({ expression }) => api.hasAnswer(expression)));
    silent.push(...part.filter((_query, index) => !answers[index]));
  }
  return silent;
}

type LabelsOf = (metric: string) => Promise<ReadonlySet<string>>;

async function whatIsMissing({ place, expression }: GeneratedQuery, labelsOf: LabelsOf): Promise<string[]> {
  const needed = metricsIn(expression);
  const shown = new Set<string>();
  const missing: string[] = [];
  for (const { metric, labels } of needed) {
    const existing = await labelsOf(metric);
    for (const label of existing) shown.add(label);
    missing.push(...labels.filter((label) => !existing.has(label)).map((label) => `${metric}{${label}}`));
    if (existing.size === 0) missing.push(metric);
  }
  const groups = groupingLabels(expression).filter((label) => !shown.has(label) && !RENAMED.has(label));
  return [...missing, ...groups.map((label) => `by (${label})`)].map((what) => `${place}: ${what}`);
}
