import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { Controller, Get } from '@nestjs/common';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import { closeApplications, startApplication } from '../support/application.js';
import { expectConnections } from '../support/connections.js';
import { adapterNames, connectClient, gatewayAdapter, type AdapterName } from '../support/gateways.js';
import '../support/matchers.js';

const mockRequired: string[] = [];

jest.mock('../../src/config/optional-peer', () => {
  const actual = jest.requireActual<{ requirePeer: (name: string, feature: string) => unknown }>(
    '../../src/config/optional-peer',
  );
  return {
    ...actual,
    requirePeer: (name: string, feature: string) => {
      mockRequired.push(name);
      return actual.requirePeer(name, feature);
    },
  };
});

@Controller()
class PlainController {
  @Get()
  index(): string {
    return 'plain';
  }
}

@WebSocketGateway()
class FirstGateway {
  @SubscribeMessage('work')
  work(): unknown {
    return { event: 'done', data: 1 };
  }
}

@WebSocketGateway({ namespace: 'chat' })
class NamespaceGateway {
  @SubscribeMessage('work')
  work(): unknown {
    return { event: 'done', data: 2 };
  }
}

@WebSocketGateway({ path: '/chat' })
class PathGateway {
  @SubscribeMessage('work')
  work(): unknown {
    return { event: 'done', data: 2 };
  }
}

beforeEach(() => (mockRequired.length = 0));
afterEach(closeApplications);

it('A plain HTTP application asks for nothing of @nestjs/websockets', async () => {
  const application = await startApplication({ controllers: [PlainController] });

  await application.request('/');

  expect(mockRequired.filter((name) => name.includes('websockets'))).toEqual([]);
  expect(await application.scrape()).not.toContain('websocket_');
});

it.each([{}, { ignore: ['/socket.io*'] }])(
  'Messages over polling are no part of the request, with %j',
  async (http) => {
    const application = await startApplication({
      observability: { http },
      providers: [FirstGateway],
      configure: (app) => app.useWebSocketAdapter(gatewayAdapter('socket.io', app)),
    });
    const client = await connectClient('socket.io', application.port, { transports: ['polling'] });

    const answer = await client.ask('work');
    client.leave();

    const spanOf = (name: string) => application.recorder.spans.find((span) => span.name === name);
    await application.recorder.waitFor(() => spanOf('websocket /'));
    expect(answer.data).toBe(1);
    expect(spanOf('websocket /')!.parentSpanContext).toBeUndefined();
    expect(spanOf('FirstGateway:work')!.links.map(({ context }) => context)).toEqual([
      spanOf('websocket /')!.spanContext(),
    ]);
  },
);

it('A connection that breaks the protocol is an error by its code', async () => {
  const application = await startApplication({
    providers: [FirstGateway],
    configure: (app) => app.useWebSocketAdapter(gatewayAdapter('ws', app)),
  });
  const socket = new WebSocket(`ws://127.0.0.1:${application.port}`);
  await new Promise((resolve) => socket.once('open', resolve));

  const reservedOpcode = Buffer.from([0x83, 0x80, 0, 0, 0, 0]);
  (socket as unknown as { _socket: Socket })['_socket'].write(reservedOpcode);

  await application.recorder.waitFor(({ operations }) => operations.length > 0);
  expect(application.recorder.operations).toMatchObject([{ kind: 'websocket.connection', outcome: 'error' }]);
  await expectConnections(application, {
    connections_active: 0,
    connections_total: 1,
    'connection_duration_seconds{status="error"}': 1,
    'connection_errors_total{error_type="ws_err_invalid_opcode"}': 1,
  });
});

describe.each(adapterNames)('With %s', (adapter: AdapterName) => {
  const start = (isBare = false, observability = {}) =>
    startApplication({
      isBare,
      observability,
      providers: [FirstGateway],
      configure: (app) => app.useWebSocketAdapter(gatewayAdapter(adapter, app)),
    });

  it('two applications in one process see their own messages, and one without the module none', async () => {
    const [first, second, bare, off] = [
      await start(),
      await start(),
      await start(true),
      await start(false, { enabled: false }),
    ];

    for (const [application, count] of [
      [first, 1],
      [second, 2],
      [bare, 3],
      [off, 3],
    ] as const) {
      const client = await connectClient(adapter, application!.port);
      for (let index = 0; index < count; index++) await client.ask('work');
      client.leave();
    }

    await expect(first!).toHaveSample('websocket_messages_received_total', {}, 1);
    await expect(second!).toHaveSample('websocket_messages_received_total', {}, 2);
    await expect(second!).toHaveSample('websocket_messages_sent_total', {}, 2);
    expect(off!.recorder.operations).toEqual([]);
  });

  it('a connection is named by the namespace or path of its gateway', async () => {
    const application = await startApplication({
      providers: adapter === 'ws' ? [FirstGateway, PathGateway] : [FirstGateway, NamespaceGateway],
      configure: (app) => app.useWebSocketAdapter(gatewayAdapter(adapter, app)),
    });
    const client = await connectClient(adapter, application.port, { namespace: '/chat', path: '/chat' });

    const answer = await client.ask('work');
    client.leave();

    const isConnection = ({ kind }: { kind: string }) => kind === 'websocket.connection';
    await application.recorder.waitFor(({ operations }) => operations.some(isConnection));
    expect(answer.data).toBe(2);
    expect(application.recorder.operations.find(isConnection)?.name).toBe('websocket /chat');
  });

  it('parallel messages are as many operations, each with its own answer', async () => {
    const application = await start();
    const client = await connectClient(adapter, application.port);

    await Promise.all(Array.from({ length: 50 }, () => client.ask('work')));

    const messages = () => application.recorder.operations.filter(({ kind }) => kind === 'websocket.message');
    await application.recorder.waitFor(() => messages().length === 50);
    expect(new Set(messages().map(({ scope }) => scope.messageId)).size).toBe(50);
    client.leave();
  });
});
