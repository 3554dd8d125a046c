import { Injectable } from '@nestjs/common';
import { HealthContributor } from 'nestjs-observability';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

@Injectable()
class Dependencies {
  @HealthContributor('database')
  database(): void {}

  @HealthContributor('broker', { timeoutMs: 50 })
  broker(): Promise<never> {
    return new Promise(() => undefined);
  }

  @HealthContributor('assistant', { isOptional: true })
  assistant(): never {
    throw new Error('no answer from postgres://app:hunter2@db/desk');
  }
}

afterEach(closeApplications);

describe.each(platforms)('Health checks of providers on %s', (platform) => {
  it('fail alone: one that hangs within its timeout, one that throws as far as it matters', async () => {
    const application = await startApplication({ platform, providers: [Dependencies] });
    const startedAtMs = performance.now();

    const ready = await application.request('/health/ready');
    const body = await ready.text();

    expect(performance.now() - startedAtMs).toBeLessThan(1000);
    expect(ready.status).toBe(503);
    expect(JSON.parse(body)).toMatchObject({
      status: 'not_ready',
      checks: { database: 'ok', broker: 'fail', assistant: 'degraded' },
    });
    expect(body).not.toContain('hunter2');
    expect((await application.request('/health/live')).status).toBe(200);
    await expect(application).toHaveSample('health_check_up', { check: 'database' }, 1);
    await expect(application).toHaveSample('health_check_up', { check: 'broker' }, 0);
    await expect(application).toHaveSample('app_ready', {}, 0);
  });

  it('are logged when they change, not at each probe', async () => {
    const application = await startApplication({
      platform,
      providers: [Dependencies],
      observability: { health: { cacheMs: 0 } },
    });

    for (let probe = 0; probe < 3; probe++) await application.request('/health/ready');

    const lines = application.recorder.lines.filter(({ target }) => target === 'Health');
    expect(lines).toHaveLength(2);
  });
});
