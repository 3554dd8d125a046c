/** What docs/07-health.md shows: its blocks are regions of this file, and do here what the page says of them. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import {
  HealthContributor,
  HealthRegistry,
  ObservabilityService,
  type ObservabilityOptions,
} from 'nestjs-observability';
import { closeApplications, startApplication, type RunningApplication } from '../../support/application.js';
import '../../support/matchers.js';
import { expectRecorded } from './shown.js';

class Queue {
  isConnected = true;
  waiting = 3;
}

// #region contributor
@Injectable()
class Dependencies {
  constructor(private readonly queue: Queue) {}

  @HealthContributor('queue', { timeoutMs: 500 })
  checkQueue(): { status: 'up' | 'down'; waiting: number } {
    return { status: this.queue.isConnected ? 'up' : 'down', waiting: this.queue.waiting };
  }

  @HealthContributor('recommendations', { isOptional: true })
  async checkRecommendations(): Promise<void> {
    throw new Error('no answer from postgres://app:hunter2@recommendations/db');
  }

  @HealthContributor('price list', { kind: 'startup' })
  hasPrices(): boolean {
    return true;
  }
}
// #endregion

// #region registry
@Injectable()
class Tenants implements OnApplicationBootstrap {
  constructor(private readonly health: HealthRegistry) {}

  onApplicationBootstrap(): void {
    this.health.register({ name: 'tenants', cacheMs: 10_000, check: (signal) => this.ping(signal) });
  }

  private async ping(signal: AbortSignal): Promise<boolean> {
    return !signal.aborted;
  }
}
// #endregion

// #region options
const health: ObservabilityOptions['health'] = {
  dependencies: true,
  httpChecks: { payments: 'http://127.0.0.1:9/health' },
  minDiskFreeBytes: { '/tmp': 1_000 },
  maxMemoryRatio: 0.9,
  maxEventLoopDelayMs: 200,
};
// #endregion

// #region event
@Injectable()
class Pager implements OnApplicationBootstrap {
  readonly told: string[] = [];

  constructor(private readonly observability: ObservabilityService) {}

  onApplicationBootstrap(): void {
    this.observability.on(
      'health.changed',
      ({ check, from, to }) => void this.told.push(`${check}: ${from}, now ${to}`),
    );
  }
}
// #endregion

afterEach(closeApplications);

describe('the health of the page', () => {
  const start = (options: ObservabilityOptions['health'] = {}): Promise<RunningApplication> =>
    startApplication({
      providers: [Queue, Dependencies, Tenants, Pager],
      observability: { health: { cacheMs: 0, ...options } },
    });

  it('is asked of providers: an optional one degrades, and secrets are hidden', async () => {
    const { request } = await start();

    const ready = await request('/health/ready');

    expect(ready.status).toBe(200);
    expectRecorded('health-ready.json', JSON.stringify(await ready.json(), undefined, 2));
  });

  it('fails when one that matters does, while the process stays alive', async () => {
    const application = await start();
    const { app, recorder, request } = application;
    await request('/health/ready');

    app.get(Queue).isConnected = false;
    const ready = await request('/health/ready');

    expect([ready.status, await ready.json()]).toMatchObject([503, { status: 'not_ready', checks: { queue: 'fail' } }]);
    expect((await request('/health/live')).status).toBe(200);
    await expect(application).toHaveSample('health_check_up', { check: 'queue' }, 0);
    await recorder.waitFor(() => app.get(Pager).told.includes('queue: ok, now fail'));
    expect(
      recorder.lines.filter(({ target, message }) => target === 'Health' && /queue/.test(String(message))),
    ).toHaveLength(1);
  });

  it('of the options are checks beside those of providers', async () => {
    const { request } = await start(health);

    const { checks } = (await (await request('/health/ready')).json()) as { checks: Record<string, string> };

    expect(Object.keys(checks).toSorted()).toEqual([
      'disk:/tmp',
      'event_loop',
      'memory',
      'payments',
      'queue',
      'recommendations',
      'tenants',
    ]);
    expect(checks['payments']).toBe('fail');
  });
});
