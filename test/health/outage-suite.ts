/** What holds for every dependency: a real application, a real server, and a proxy between them that fails in each way. */
import type { DynamicModule, INestApplication, Provider } from '@nestjs/common';
import { HealthContributor } from 'nestjs-observability';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';
import { TcpProxy } from './tcp-proxy.js';

export interface OutageSpec {
  /** The name under which the dependency joins. */
  readonly check: string;
  readonly url: string;
  /** What the application has for it. */
  readonly module: (proxied: string, proxy: TcpProxy) => Pick<DynamicModule, 'imports' | 'providers'>;
  /** What an application does with a client that connects at its first use. */
  readonly use?: (app: INestApplication) => Promise<unknown>;
  /** Whether the server's own end is noticed only when something is asked. */
  readonly secret?: string;
}

export interface Ready {
  readonly status: number;
  readonly checks: Readonly<Record<string, string>>;
  readonly text: string;
  readonly tookMs: number;
}

export const TIMEOUT_MS = 400;

class Steady {
  @HealthContributor('steady')
  check(): void {}
}

export function describeOutages(title: string, spec: OutageSpec): void {
  describe(title, () => {
    let proxy: TcpProxy;
    let application: RunningApplication;

    beforeEach(async () => {
      proxy = await TcpProxy.before(spec.url);
      application = await startWith(spec.module(proxy.urlOf(spec.url), proxy));
      await spec.use?.(application.app);
    });

    afterEach(async () => {
      await proxy.restore();
      await closeApplications();
      await proxy.refuse();
    });

    it('is ready, fails alone when the server is gone, and is ready again when it is back', async () => {
      await becomes(application, 200, { steady: 'ok', [spec.check]: 'ok' });

      await proxy.refuse();
      const gone = await becomes(application, 503, { steady: 'ok', [spec.check]: 'fail' });
      await proxy.restore();
      const back = await becomes(application, 200, { steady: 'ok', [spec.check]: 'ok' });

      expect(gone.tookMs).toBeLessThan(TIMEOUT_MS + 300);
      expect([gone, back].map(({ text }) => text).join()).not.toContain(new URL(spec.url).password || 'no password');
    });

    it('fails within its time when the server hangs, while live answers at once, and is ready again afterwards', async () => {
      await becomes(application, 200, { steady: 'ok', [spec.check]: 'ok' });

      proxy.hang();
      const hanging = await becomes(application, 503, { steady: 'ok', [spec.check]: 'fail' });
      const startedAtMs = performance.now();
      const live = await application.request('/health/live');
      const liveTookMs = performance.now() - startedAtMs;
      await proxy.restore();
      await becomes(application, 200, { steady: 'ok', [spec.check]: 'ok' });

      expect(hanging.tookMs).toBeLessThan(TIMEOUT_MS + 300);
      expect([live.status, liveTookMs < 200]).toEqual([200, true]);
    });

    it('leaves no spans, no metrics of its own work, and a log line for each change only', async () => {
      await ready(application);
      const before = await observedSamples(application);

      for (let probe = 0; probe < 5; probe++) await ready(application);

      expect(application.recorder.spans).toEqual([]);
      expect(application.recorder.lines.filter(({ target }) => target === 'Health')).toEqual([]);
      expect(await observedSamples(application)).toEqual(before);
      await expect(application).toHaveSample('health_check_up', { check: spec.check }, 1);
    });
  });
}

/** What a query, a command, a message or a borrowed connection is counted in. */
async function observedSamples(application: RunningApplication): Promise<string[]> {
  return (await application.scrape()).split('\n').filter((line) => /^(?:db_|rpc_|cache_|messaging_)/.test(line));
}

export async function startWith(
  { imports = [], providers = [] }: Pick<DynamicModule, 'imports' | 'providers'>,
  health: object = {},
): Promise<RunningApplication> {
  return startApplication({
    imports: imports as DynamicModule[],
    providers: [Steady, ...(providers as Provider[])],
    observability: { health: { dependencies: true, cacheMs: 0, timeoutMs: TIMEOUT_MS, ...health } },
  });
}

export async function ready(application: RunningApplication): Promise<Ready> {
  const startedAtMs = performance.now();
  const response = await application.request('/health/ready');
  const text = await response.text();
  const { checks } = JSON.parse(text) as Ready;
  return { status: response.status, checks, text, tookMs: performance.now() - startedAtMs };
}

/** Asks until the answer is the expected one; clients take their time to connect again. */
export async function becomes(
  application: RunningApplication,
  status: number,
  checks: Readonly<Record<string, string>>,
): Promise<Ready> {
  const deadlineMs = performance.now() + 20_000;
  let found = await ready(application);
  while (found.status !== status && performance.now() < deadlineMs) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    found = await ready(application);
  }
  expect({ status: found.status, checks: found.checks, text: found.text }).toMatchObject({ status, checks });
  return found;
}
