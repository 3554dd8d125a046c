/**
 * The faulty desk under real Prometheus and Alertmanager: each alert arrives where somebody reads it, says what to do, and is
 * taken back. Windows and `for` are thirty times shorter than generated; the README of the desk says what that does not prove.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/child-process.js';
import { describeWith } from '../support/services.js';
import { describeOperations, operations, RunningOperations } from './running-operations.js';

const runTimeoutMs = 360_000;

interface Row {
  readonly alert: string;
  /** From the fault's beginning; missing where the alert did not come. */
  readonly firedSeconds?: number;
  /** From the fault's end. */
  readonly overSeconds?: number;
}

interface Report {
  readonly rows: readonly Row[];
  readonly alerts: readonly { readonly alert: string; readonly annotations: Readonly<Record<string, string>> }[];
}

const expected = [
  'HighAICosts',
  'EventBacklog',
  'RateLimitSpike',
  'AIProviderErrors',
  'HighErrorRate',
  'ErrorBudgetBurnFast desk-availability 1h',
  'ErrorBudgetBurnFast desk-availability 6h',
  'SlowResponses',
  'ErrorBudgetBurnFast decisions-latency 1h',
  'ErrorBudgetBurnFast decisions-latency 6h',
];

describeWith(['postgresql', 'redis', 'nats'], 'A faulty desk', ({ postgresql, redis, nats }) => {
  describeOperations('with real Prometheus and Alertmanager', () => {
    const folder = mkdtempSync(join(tmpdir(), 'observability-alerts-'));
    const file = join(folder, 'report.json');
    let run: RunningOperations;
    let report: Report;

    beforeAll(async () => {
      const env = { DATABASE_URL: postgresql, REDIS_URL: redis, NATS_URL: nats };
      run = new RunningOperations(['--short', '--faults', '--report', file], env);
      await eventually(async () => run.exitCode, runTimeoutMs);
      report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    }, runTimeoutMs);
    afterAll(async () => {
      await run.stop();
      rmSync(folder, { recursive: true });
    });

    it('tells of each classic alert and each page on a budget, and takes it back when the fault is over', () => {
      const told = report.rows.map(({ alert, firedSeconds, overSeconds }) => ({ alert, firedSeconds, overSeconds }));

      expect(told).toEqual(
        expected.map((alert) => ({ alert, firedSeconds: expect.any(Number), overSeconds: expect.any(Number) })),
      );
      expect(run.exitCode).toBe(0);
    });

    it('leads from each to a runbook and to a dashboard that are there', () => {
      const uids = new Set(dashboardUids());

      const links = report.alerts.map(({ alert, annotations }) => ({
        alert,
        hasRunbook: existsSync(join(operations, annotations['runbook_url']!)),
        hasDashboard: uids.has(annotations['dashboard_url']!.replace(/^\/d\//, '')),
      }));

      expect(links).toEqual(report.alerts.map(({ alert }) => ({ alert, hasRunbook: true, hasDashboard: true })));
      expect(links.map(({ alert }) => alert)).toEqual(expect.arrayContaining(expected));
    });

    it('fills in every text', () => {
      const texts = report.alerts.flatMap(({ annotations }) => Object.values(annotations));

      expect(texts.filter((text) => /\{\{|<no value>|<error|NaN|\$labels/.test(text))).toEqual([]);
    });
  });
});

function dashboardUids(): string[] {
  const folder = join(operations, 'grafana/dashboards');
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as { uid: string };
  return readdirSync(folder).map((name) => read(name).uid);
}
