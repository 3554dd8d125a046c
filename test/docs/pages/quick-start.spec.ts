/** What docs/02-quick-start.md shows of the sample, asked as the page asks it. */
import { OrdersController } from '../../../sample/01-quickstart/orders.controller.js';
import { OrdersService } from '../../../sample/01-quickstart/orders.service.js';
import { closeApplications, startApplication, type RunningApplication } from '../../support/application.js';
import { expectRecorded } from './shown.js';

afterEach(closeApplications);

describe('the quick start', () => {
  const start = () =>
    startApplication({
      controllers: [OrdersController],
      providers: [OrdersService],
      observability: { service: { name: 'quickstart' }, traces: { tree: true } },
    });

  const order = async ({ request, recorder }: RunningApplication): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    await request('/orders', { method: 'POST', headers, body: '{"item":"tea"}' });
    await request('/orders/7');
    await recorder.waitFor(({ lines }) => lines.some(({ message }) => /─ OrdersService\.find/.test(String(message))));
  };

  it('prints the tree of a trace', async () => {
    const application = await start();

    await order(application);

    const tree = application.recorder.lines.filter(({ target }) => target === 'Trace').map(({ message }) => message);
    expectRecorded('quick-start-tree.txt', tree.slice(0, 4).join('\n'));
  });

  it('writes a line where the application logs, with the ids of its request', async () => {
    const application = await start();

    await order(application);

    const line = application.recorder.lines.find(({ target }) => target === 'OrdersService');
    expectRecorded('quick-start-line.json', JSON.stringify(line, undefined, 2));
  });

  it('shows requests, orders and payments to a scrape', async () => {
    const application = await start();

    await order(application);

    const shown = /^(http_requests_total|orders_placed_total|payment_duration_seconds_(sum|count))\{/;
    const page = await application.scrape();
    expectRecorded(
      'quick-start-metrics.txt',
      page
        .split('\n')
        .filter((line) => shown.test(line))
        .join('\n'),
    );
  });

  it('says that it is ready', async () => {
    const { request } = await start();

    const ready = await request('/health/ready');

    expect(ready.status).toBe(200);
    expectRecorded('quick-start-ready.json', JSON.stringify(await ready.json(), undefined, 2));
  });
});
