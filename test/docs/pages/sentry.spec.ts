/** What docs/18-sentry.md shows: its block is a region of this file, and sends here what the page says. */
import { Controller, Get } from '@nestjs/common';
import { ObservabilityModule } from 'nestjs-observability';
import { sentry } from 'nestjs-observability/sentry';
import { closeApplications, startApplication } from '../../support/application.js';
import { SentrySidecar } from '../../support/sentry-sidecar.js';

@Controller()
class OrdersController {
  @Get('broken')
  broken(): never {
    throw new TypeError('no stock');
  }
}

let sidecar: SentrySidecar;

beforeAll(async () => void (sidecar = await SentrySidecar.start()));
afterEach(closeApplications);
afterAll(() => sidecar.stop());

it('sends an event for an error that nobody handled', async () => {
  const { dsn } = sidecar;
  // #region plugin
  const observability = ObservabilityModule.forRoot({
    plugins: [sentry({ dsn })], // 'https://<key>@<host>/<project>'
  });
  // #endregion
  const { request } = await startApplication({ controllers: [OrdersController], observability });

  await request('/broken');

  const [event] = await sidecar.received();
  expect(event).toMatchObject({ exception: { values: [{ type: 'TypeError', value: 'no stock' }] } });
});
