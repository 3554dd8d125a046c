/** A real application with the console, seeded: what each page shows is there before it is opened. */
import { ScheduleModule } from '@nestjs/schedule';
import { type ObservabilityOptions } from 'nestjs-observability';
import { startApplication, type Platform, type RunningApplication } from '../../support/application.js';
import { OddController, OrdersController, OrderStore, SECRET } from './desk-controller.js';
import { NightlyInvoices } from './nightly.js';

export interface Desk extends RunningApplication {
  /** As the log says it: opens the console once. */
  readonly link: string;
  /** Where the console is, without a slash at its end. */
  readonly consoleUrl: string;
}

const options: ObservabilityOptions = {
  environment: 'development',
  service: { name: 'order-desk', version: '1.4.2' },
  ai: { prices: { 'coach-1': { promptCents: 15, completionCents: 60 } } },
  slos: [
    { name: 'desk-availability', description: 'Requests are answered.', objective: 0.99 },
    { name: 'orders-latency', objective: 0.95, indicator: { latencyMs: 250 } },
  ],
  capture: { rules: [{ when: 'failed' }] },
  console: { pointIntervalMs: 1_000 },
  consolePages: [
    {
      id: 'shelf',
      title: 'Shelf',
      description: 'A page of the application’s own.',
      sections: () => [
        { type: 'figures', figures: [{ label: 'Orders on the shelf', value: 3 }] },
        { type: 'text', title: 'A note', text: 'Text, <b>never</b> markup.' },
      ],
    },
  ],
};

/**
 * @param others in place of, or beside, what the desk has by itself
 * @param port where one is started anew
 */
export async function startDesk(platform: Platform, others: ObservabilityOptions = {}, port = 0): Promise<Desk> {
  const application = await startApplication({
    platform,
    port,
    imports: [ScheduleModule.forRoot()],
    controllers: [OrdersController, OddController],
    providers: [OrderStore, NightlyInvoices],
    observability: { ...options, ...others },
  });
  await seed(application);
  return { ...application, link: linkIn(application), consoleUrl: `${application.url}/observability` };
}

/** One of everything that pages show, failures and slowness among them. */
async function seed({ request }: RunningApplication): Promise<void> {
  const post = (path: string, body: object = {}): Promise<Response> =>
    request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  for (let id = 1; id <= 12; id += 1) await request(`/orders/${id}`);
  await request('/orders/7/report');
  for (const stage of ['basket', 'address']) await post('/orders', { stage, isDone: true });
  await post('/orders', { stage: 'payment' });
  for (const id of [3, 4]) await post(`/orders/${id}/payment`, { password: SECRET });
  await request('/odd/hostile');
  await request('/odd/missing-order');
  await post('/odd/assistant');
}

function linkIn({ recorder, url }: RunningApplication): string {
  const link = recorder.lines.map(({ message }) => /http\S+#token=\S+/.exec(String(message))?.[0]).find(Boolean);
  if (link === undefined) throw new Error(`No link in the log:\n${recorder.summary()}`);
  // The log says `localhost`, the application listens on one address of it.
  return link.replace(/^http:[/][/][^/]+/, url);
}
