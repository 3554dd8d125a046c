import { SpanStatusCode } from '@opentelemetry/api';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { closeApplications } from '../support/application.js';
import { startShop } from './shop.js';

afterEach(closeApplications);

describe('Operations over graphql-ws', () => {
  const connect = (port: number, headers: Record<string, string> = {}) => {
    class Socket extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, { headers });
      }
    }
    return createClient({ url: `ws://127.0.0.1:${port}/graphql`, webSocketImpl: Socket, retryAttempts: 0 });
  };
  const answersOf = async (port: number, query: string, headers?: Record<string, string>): Promise<unknown[]> => {
    const client = connect(port, headers);
    const answers: unknown[] = [];
    try {
      for await (const answer of client.iterate({ query })) answers.push(answer);
    } catch (error) {
      answers.push(error);
    }
    await client.dispose();
    return answers;
  };

  it('last until the subscription is complete, with its resolvers inside', async () => {
    const shop = await startShop();

    const answers = await answersOf(shop.port, 'subscription { countdown(from: 2) }');

    expect(answers).toEqual([{ data: { countdown: 2 } }, { data: { countdown: 1 } }]);
    await shop.recorder.waitFor(() => shop.operations().length === 1);
    expect(shop.operations()).toMatchObject([
      { name: 'subscription countdown', outcome: 'ok', labels: ['subscription', 'countdown', 'ok'] },
    ]);
    expect(shop.desk.seen).toEqual(['count 2 in subscription countdown', 'count 1 in subscription countdown']);
  });

  it('are canceled by who unsubscribes', async () => {
    const shop = await startShop();
    const client = connect(shop.port);

    const answers = client.iterate({ query: 'subscription { endless }' });
    await answers.next();
    await answers.return?.();

    await shop.recorder.waitFor(() => shop.operations().length === 1);
    expect(shop.operations()).toMatchObject([{ name: 'subscription endless', outcome: 'canceled' }]);
    await client.dispose();
  });

  it('are canceled with their connection', async () => {
    const shop = await startShop();
    const client = connect(shop.port);
    const answers = client.iterate({ query: '{ slow }' });
    const first = answers.next().catch(() => undefined);

    await shop.recorder.waitFor(({ started }) => started.includes('graphql.server graphql'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    client.terminate();

    await shop.recorder.waitFor(() => shop.operations().length === 1);
    expect(shop.operations()).toMatchObject([{ name: 'query slow', outcome: 'canceled' }]);
    shop.desk.open();
    await first;
  });

  it('are queries as well, and are refused like them', async () => {
    const shop = await startShop();

    const [fine, wrong, failed] = [
      await answersOf(shop.port, '{ orders { note } }'),
      await answersOf(shop.port, '{ nonsense17 }'),
      await answersOf(shop.port, '{ broken }'),
    ];

    expect([fine, failed]).toMatchObject([
      [{ data: { orders: [{}, {}] } }],
      [{ errors: [{ message: 'no such shelf' }] }],
    ]);
    expect(wrong).toHaveLength(1);
    await shop.recorder.waitFor(() => shop.operations().length === 3);
    expect(shop.operations().map(({ labels }) => labels.join(' '))).toEqual([
      'query orders ok',
      '_INVALID _INVALID error',
      'query broken error',
    ]);
    expect(shop.spanOf('graphql').status.code).toBe(SpanStatusCode.UNSET);
    expect(shop.desk.seen).toEqual(['orders in query orders', 'note in query orders', 'note in query orders']);
  });

  it('fail with their source', async () => {
    const shop = await startShop();

    await answersOf(shop.port, 'subscription { countdown(from: 13) }');

    await shop.recorder.waitFor(() => shop.operations().length === 1);
    expect(shop.operations()).toMatchObject([{ outcome: 'error', error: new RangeError('unlucky') }]);
  });

  it('continue the trace of the handshake', async () => {
    const shop = await startShop();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    await answersOf(shop.port, '{ orders { id } }', { traceparent });

    await shop.recorder.waitFor(() => shop.operations().length === 1);
    expect(shop.spanOf('query orders').spanContext().traceId).toBe('0af7651916cd43dd8448eb211c80319c');
  });

  it('call the application’s own hooks and context as before', async () => {
    const called: string[] = [];
    const hooks = {
      context: () => (called.push('context'), Promise.resolve({ user: 'ann' })),
      onSubscribe: () => void called.push('onSubscribe'),
      onNext: () => void called.push('onNext'),
      onComplete: () => void called.push('onComplete'),
    };
    const shop = await startShop({ graphql: { subscriptions: { 'graphql-ws': hooks } } });

    await answersOf(shop.port, 'subscription { countdown(from: 1) }');
    await shop.recorder.waitFor(() => shop.operations().length === 1);

    expect(called).toEqual(['onSubscribe', 'context', 'onNext', 'onComplete']);
    expect(shop.desk.seen).toEqual(['count 1 in subscription countdown']);
  });

  it('are canceled at shutdown, which does not wait for them', async () => {
    const shop = await startShop();
    const client = connect(shop.port);
    const answers = client.iterate({ query: 'subscription { endless }' });
    await answers.next();

    const over = answers.next().catch(() => undefined);
    await shop.close();
    await over;

    await shop.recorder.waitFor(() => shop.operations().length === 1);
    expect(shop.operations()).toMatchObject([{ name: 'subscription endless', outcome: 'canceled' }]);
  });

  it.each(['{ orders { note } broken }', '{ nonsense17 }', 'subscription { countdown(from: 13) }'])(
    'give the same answers with and without the module: %s',
    async (query) => {
      const answers = async (isBare: boolean) => {
        const shop = await startShop({ isBare });
        return JSON.stringify(await answersOf(shop.port, query));
      };

      expect(await answers(false)).toBe(await answers(true));
    },
  );
});
