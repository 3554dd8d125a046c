import { OperationPipeline, restoreEventMetadata } from 'nestjs-observability';
import { closeApplications, startApplication } from '../support/application.js';
import '../support/matchers.js';

afterEach(closeApplications);

it('loads neither emitter nor buses where the application has none, and has no series of them', async () => {
  const application = await startApplication({});

  expect(await application.scrape()).not.toMatch(/\b(?:cqrs_|events?_\w+\{)/);
  const packages = /node_modules[\\/](?:eventemitter2|@nestjs[\\/](?:event-emitter|cqrs))[\\/]/;
  expect(Object.keys(require.cache).filter((file) => packages.test(file))).toEqual([]);
});

it('counts messages whose metadata were restored without either', async () => {
  const application = await startApplication({});

  restoreEventMetadata({}, { name: 'invoice.sent' }, () => undefined);

  const sent = { event_type: 'invoice.sent', handler: '' };
  await expect(application).toHaveSample('events_processed_total', sent, 1);
  await expect(application).toHaveSample('events_pending', { event_type: 'invoice.sent' }, 0);
  expect(application.app.get(OperationPipeline).active).toBe(0);
});
