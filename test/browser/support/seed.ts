/**
 * A lively desk: a working day in a few seconds, always the same one. In it stand the answers to what somebody may want to know, and
 * beside each something that could be mistaken for it.
 */
import { AiInstrument, JourneysInstrument } from 'nestjs-observability/instruments';
import type { Platform, RunningApplication } from '../../support/application.js';
import { SECRET } from './desk-controller.js';
import { startDesk, type Desk } from './desk.js';
import { runNightly } from './nightly.js';

const prices = {
  'coach-1': { promptCents: 15, completionCents: 60 },
  'reader-2': { promptCents: 300, completionCents: 1_500 },
};

/** What is to be found, with as few clicks as that takes. */
export const answers = {
  slowest: { request: 'GET /orders/:id/report', because: 'order_lines' },
  failing: { error: 'PaymentDeclined', order: '77', line: 'Payment of order 77 failed' },
  burning: 'POST /orders/:id/payment',
  /** In cents; null where the model has no price. */
  costs: [
    ['reader-2', 9],
    ['coach-1', 0.18],
    ['gpt-4o-mini', null],
  ],
  mostRun: 'SELECT id, total FROM orders WHERE id = ',
} as const;

export async function startLivelyDesk(platform: Platform): Promise<Desk> {
  const desk = await startDesk(platform, { ai: { prices } });
  await seed(desk);
  return desk;
}

export async function seed(application: RunningApplication): Promise<void> {
  await lookAtOrders(application);
  await buy(application);
  await failToPay(application);
  askModels(application);
  await runNightly(application);
}

async function lookAtOrders({ request }: RunningApplication): Promise<void> {
  for (const id of shuffled(24)) await (await request(`/orders/${id}`)).text();
  await (await request('/orders/42/report')).text();
}

/** Some give up on the way. */
async function buy({ app, request }: RunningApplication): Promise<void> {
  const journey = app.get(JourneysInstrument).journey('checkout');
  for (const id of shuffled(6)) {
    await (await request('/orders', json({ stage: 'basket', isDone: id > 1 }))).text();
    if (id < 3) journey.abandon('basket', id);
    if (id > 3) journey.enter('address', id);
    if (id > 4) journey.complete('address', id);
  }
}

async function failToPay({ request }: RunningApplication): Promise<void> {
  const { order } = answers.failing;
  for (const id of [71, 72, 73, order])
    await (await request(`/orders/${id}/payment`, json({ password: SECRET }))).text();
}

function askModels({ app }: RunningApplication): void {
  const ai = app.get(AiInstrument);
  for (const { model, usage, times } of [
    { model: 'coach-1', usage: { prompt: 1_200, completion: 300 }, times: 4 },
    { model: 'reader-2', usage: { prompt: 10_000, completion: 1_000 }, times: 2 },
    { model: 'gpt-4o-mini', usage: { prompt: 400, completion: 90 }, times: 3 },
  ])
    for (let time = 0; time < times; time++) {
      const call = ai.completion({ provider: 'openai', model, tier: 'team' });
      call.usage(usage);
      call.end();
    }
}

function json(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** 0 to `count` - 1 in an order that looks like chance and is always the same: 7 divides no count that is used here. */
function shuffled(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => (index * 7 + 3) % count);
}
