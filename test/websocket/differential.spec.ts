/** What a client sees is the same with the module and without it: answers, their order, acknowledgements, error texts, bytes. */
import { Ack, MessageBody, SubscribeMessage, WebSocketGateway, WsException } from '@nestjs/websockets';
import { BadRequestException, UsePipes, type PipeTransform } from '@nestjs/common';
import { concat, from, of, throwError, type Observable } from 'rxjs';
import { map } from 'rxjs/operators';
import { closeApplications, platforms, startApplication } from '../support/application.js';
import { adapterNames, connectClient, gatewayAdapter, type AdapterName, type Received } from '../support/gateways.js';

class RefusingPipe implements PipeTransform {
  transform(value: unknown): unknown {
    if (value === 'bad') throw new BadRequestException('bad value');
    return value;
  }
}

@WebSocketGateway()
class EchoGateway {
  @SubscribeMessage('echo')
  echo(@MessageBody() data: unknown): unknown {
    return { event: 'echoed', data };
  }

  @SubscribeMessage('plain')
  plain(): string {
    return 'an acknowledgement or nothing';
  }

  @SubscribeMessage('manual')
  manual(@Ack() acknowledge: unknown): void {
    if (typeof acknowledge === 'function') acknowledge('by hand');
  }

  @SubscribeMessage('empty')
  empty(): null {
    return null;
  }

  @SubscribeMessage('slow')
  slow(@MessageBody() delayMs: number): Promise<unknown> {
    return new Promise((resolve) => setTimeout(() => resolve({ event: 'slow', data: delayMs }), delayMs));
  }

  @SubscribeMessage('stream')
  stream(): Observable<unknown> {
    return concat(of(1, 2), from(Promise.resolve(3))).pipe(map((data) => ({ event: 'streamed', data })));
  }

  @SubscribeMessage('torn')
  torn(): Observable<unknown> {
    return concat(
      of({ event: 'streamed', data: 1 }),
      throwError(() => new WsException({ code: 7 })),
    );
  }

  @SubscribeMessage('refused')
  refused(): never {
    throw new WsException('refused');
  }

  @UsePipes(RefusingPipe)
  @SubscribeMessage('piped')
  piped(@MessageBody() data: unknown): unknown {
    return { event: 'piped', data };
  }

  @SubscribeMessage('bug')
  bug(): never {
    throw new TypeError('never shown');
  }

  @SubscribeMessage('last')
  last(): unknown {
    return { event: 'last', data: true };
  }
}

const MESSAGES: readonly (readonly [event: string, data?: unknown])[] = [
  ['echo', { deep: { list: [1, 'ü', null], text: '✓' } }],
  ['plain'],
  ['manual'],
  ['empty'],
  ['unknown', 1],
  ['stream'],
  ['torn'],
  ['refused', { why: 'asked' }],
  ['piped', 'good'],
  ['piped', 'bad'],
  ['bug'],
];

afterEach(closeApplications);

async function conversation(adapter: AdapterName, platform: 'express' | 'fastify', isBare: boolean) {
  const application = await startApplication({
    platform,
    isBare,
    providers: [EchoGateway],
    configure: (app) => app.useWebSocketAdapter(gatewayAdapter(adapter, app)),
  });
  const client = await connectClient(adapter, application.port);
  const binary = adapter === 'socket.io' ? [['echo', Buffer.from([0, 255, 7])] as const] : [];
  const countOf = (wanted: string) => client.received.filter(({ event }) => event === wanted).length;
  const messages = [...MESSAGES, ...binary];
  for (const [index, [event, data]] of messages.entries()) {
    client.send(event, data);
    // Whatever the message is answered with, and be it nothing, comes before this one does.
    await new Promise((resolve) => setTimeout(resolve, 10));
    client.send('last');
    await application.recorder.waitFor(() => countOf('last') === index + 1);
  }
  for (let index = 0; index < 50; index++) client.send('echo', index);
  // The later one answers first.
  client.send('slow', 60);
  client.send('slow', 10);
  await application.recorder.waitFor(() => countOf('slow') === 2);
  client.leave();
  return client.received;
}

describe.each(platforms)('on %s', (platform) => {
  it.each(adapterNames)('a client of %s cannot tell whether the module is there', async (adapter) => {
    const [without, observed]: (readonly Received[])[] = [
      await conversation(adapter, platform, true),
      await conversation(adapter, platform, false),
    ];

    expect(observed).toEqual(without);
    expect(observed!.length).toBeGreaterThan(MESSAGES.length - 5);
  });
});
