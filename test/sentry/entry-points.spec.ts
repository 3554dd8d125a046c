/** Failures that come in another way than by HTTP, as a real ingest of Sentry sees them. */
import { Injectable } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { sentry } from 'nestjs-observability/sentry';
import { startShop } from '../graphql/shop.js';
import { closeApplications, startApplication } from '../support/application.js';
import { connectClient, gatewayAdapter } from '../support/gateways.js';
import { SentrySidecar, type ReceivedEvent } from '../support/sentry-sidecar.js';

@WebSocketGateway()
class ChatGateway {
  @SubscribeMessage('say')
  say(): never {
    throw new TypeError('cannot speak');
  }
}

@Injectable()
class Stock {
  @OnEvent('order.created')
  reserve(): never {
    throw new RangeError('out of stock');
  }
}

let sidecar: SentrySidecar;

beforeAll(async () => void (sidecar = await SentrySidecar.start()));
afterEach(async () => {
  await closeApplications();
  await sidecar.clear();
});
afterAll(() => sidecar.stop());

const observability = () => ({ plugins: [sentry({ dsn: sidecar.dsn })] });

function shown({ transaction, tags, exception }: ReceivedEvent) {
  const { kind, handler } = tags!;
  return { transaction, kind, handler, exceptions: exception!.values.map(({ type, value }) => `${type}: ${value}`) };
}

/** Waits for the first, and looks whether more came. */
async function told() {
  await sidecar.received();
  return (await sidecar.all()).map(shown);
}

describe('A failure is one event in Sentry', () => {
  it('of a GraphQL query', async () => {
    const { post } = await startShop({ observability: observability() });

    await post({ query: '{ broken }' });

    expect(await told()).toEqual([
      {
        kind: 'graphql.server',
        transaction: 'query broken',
        handler: undefined,
        exceptions: ['RangeError: no such shelf'],
      },
    ]);
  });

  it('of a message to a gateway', async () => {
    const { port } = await startApplication({
      providers: [ChatGateway],
      observability: observability(),
      configure: (app) => app.useWebSocketAdapter(gatewayAdapter('ws', app)),
    });
    const client = await connectClient('ws', port);

    client.send('say');

    expect(await told()).toEqual([
      {
        kind: 'websocket.message',
        transaction: 'ChatGateway:say',
        handler: 'ChatGateway.say',
        exceptions: ['TypeError: cannot speak'],
      },
    ]);
    client.leave();
  });

  it('of a listener to an event', async () => {
    const { app } = await startApplication({
      imports: [EventEmitterModule.forRoot()],
      providers: [Stock],
      observability: observability(),
    });

    app.get(EventEmitter2).emit('order.created');

    expect(await told()).toEqual([
      {
        kind: 'event.process',
        transaction: 'order.created → Stock.reserve',
        handler: 'Stock.reserve',
        exceptions: ['RangeError: out of stock'],
      },
    ]);
  });
});
