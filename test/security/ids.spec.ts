/** Ids are called as strangers and applications please: by an address, or by a token. */
import { Controller, Get, Logger } from '@nestjs/common';
import type { TelemetryRecord } from 'nestjs-observability';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import { eventually } from '../support/child-process.js';
import { startWebhookReceiver, type WebhookReceiver } from '../exporters/orders.js';
import { JWT, MARK } from './redaction-corpus.js';

const ADDRESS = 'ann@mail.example.com';

@Controller()
class CartController {
  private readonly logger = new Logger(CartController.name);

  @Get('cart')
  cart(): string {
    this.logger.log('a cart is shown');
    throw new Error('no cart');
  }
}

let receiver: WebhookReceiver;
beforeEach(async () => void (receiver = await startWebhookReceiver()));
afterEach(async () => {
  await closeApplications();
  await receiver.stop();
});

describe.each(platforms)('On %s', (platform) => {
  it('users, sessions and requests that are called by a secret are hidden in lines, spans and records', async () => {
    const application = await startApplication({
      platform,
      controllers: [CartController],
      observability: {
        redaction: { detect: { email: true } },
        identify: () => ({ userId: ADDRESS, sessionId: JWT }),
        exporters: [{ type: 'webhook', url: receiver.url, secret: 'secret-of-the-receiver' }],
      },
    });

    await application.request('/cart', { headers: { 'x-request-id': JWT, 'x-correlation-id': ADDRESS } });
    const record = await eventually(async () => receiver.records.find(({ event }) => event === 'operation.error'));

    const hidden = { request_id: MARK, correlation_id: MARK, user_id: MARK, session_id: MARK };
    const line = application.recorder.lines.find(({ message }) => message === 'a cart is shown')!;
    const span = application.recorder.spans.find(({ name }) => name === 'GET /cart')!;
    expect([idsOf(line), idsOf(record)]).toEqual([hidden, hidden]);
    expect([span.attributes['user.id'], span.attributes['session.id'], span.attributes['correlation.id']]).toEqual([
      MARK,
      MARK,
      MARK,
    ]);
    expect(JSON.stringify([application.recorder.lines, receiver.records])).not.toContain(JWT);
  });

  it('ids that are no secret are told as they are', async () => {
    const application = await startApplication({
      platform,
      controllers: [CartController],
      observability: { identify: () => ({ userId: '42', sessionId: 'c9f0f895fb98ab91' }) },
    });

    await application.request('/cart', { headers: { 'x-request-id': 'of-the-proxy.7' } });
    const line = application.recorder.lines.find(({ message }) => message === 'a cart is shown')!;

    expect(idsOf(line)).toEqual({
      request_id: 'of-the-proxy.7',
      correlation_id: 'of-the-proxy.7',
      user_id: '42',
      session_id: 'c9f0f895fb98ab91',
    });
  });
});

function idsOf(told: TelemetryRecord | Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { request_id, correlation_id, user_id, session_id } = told as Record<string, unknown>;
  return { request_id, correlation_id, user_id, session_id };
}
