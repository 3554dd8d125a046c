import { Controller, Get } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import '../support/matchers.js';

@Controller()
class SlowController {
  @Get('work')
  async work(): Promise<string> {
    await delay(20);
    return 'done';
  }
}

afterEach(closeApplications);

describe.each(platforms)('app.close() under load on %s', (platform) => {
  it('turns ready 503 while live is 200, and fails no request', async () => {
    const application = await startApplication({
      platform,
      controllers: [SlowController],
      observability: { shutdown: { drainTimeoutMs: 1500 } },
    });
    const statuses: number[] = [];
    const failures: unknown[] = [];
    let isDraining = false;
    const client = async (): Promise<void> => {
      while (!isDraining) {
        await application.request('/work').then(
          ({ status }) => statuses.push(status),
          (error) => failures.push(error),
        );
      }
    };
    const clients = Promise.all(Array.from({ length: 8 }, client));
    await application.recorder.waitFor(() => statuses.length > 20);

    const closed = application.close();
    const probes: (readonly [number, number])[] = [];
    for (let round = 0; round < 5; round++) {
      const [ready, live] = await Promise.all([
        application.request('/health/ready'),
        application.request('/health/live'),
      ]);
      probes.push([ready.status, live.status]);
      await delay(20);
    }
    isDraining = true;
    await clients;
    await closed;

    expect(probes).toEqual(Array(5).fill([503, 200]));
    expect(failures).toEqual([]);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
