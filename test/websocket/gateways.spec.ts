import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  WsException,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
} from '@nestjs/websockets';
import {
  Catch,
  Injectable,
  Logger,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type NestInterceptor,
} from '@nestjs/common';
import type { ObservabilityOptions } from 'nestjs-observability';
import type { RecordedOperation, RecordedSpan } from 'nestjs-observability/testing';
import { concat, interval, of, Subject, throwError, type Observable } from 'rxjs';
import { map, take } from 'rxjs/operators';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { connectionsOf, expectConnections } from '../support/connections.js';
import { adapterNames, connectClient, gatewayAdapter, type AdapterName } from '../support/gateways.js';
import '../support/matchers.js';

class NobodyGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

class PassingInterceptor implements NestInterceptor {
  intercept(_context: unknown, next: CallHandler): Observable<unknown> {
    return next.handle();
  }
}

@Catch()
class SilentFilter implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    const client = host.switchToWs().getClient<{ readyState?: number; send(text: string): void }>();
    const answer = { event: 'caught', data: 1 };
    if (typeof client.readyState === 'number') client.send(JSON.stringify(answer));
    else (client as unknown as { emit(event: string, data: unknown): void }).emit(answer.event, answer.data);
  }
}

let elsewhere = new Subject<never>();

@WebSocketGateway()
class ChatGateway implements OnGatewayConnection, OnGatewayDisconnect {
  private readonly logger = new Logger(ChatGateway.name);
  @WebSocketServer()
  server!: { clients?: Set<{ send(text: string): void }>; emit(event: string, data: unknown): void };

  handleConnection(): void {
    this.logger.log('somebody came');
  }

  handleDisconnect(): void {
    this.logger.log('somebody left');
  }

  @UseInterceptors(PassingInterceptor)
  @SubscribeMessage('say')
  say(@MessageBody() text: string): unknown {
    this.logger.log('said');
    return { event: 'said', data: text };
  }

  @SubscribeMessage('later')
  async later(): Promise<unknown> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { event: 'said', data: 'later' };
  }

  @SubscribeMessage('nothing')
  nothing(): void {}

  @SubscribeMessage('count')
  count(): Observable<unknown> {
    return interval(10).pipe(
      take(3),
      map((data) => ({ event: 'number', data })),
    );
  }

  @SubscribeMessage('forever')
  forever(): Observable<unknown> {
    return interval(5).pipe(map((data) => ({ event: 'number', data })));
  }

  @UseGuards(NobodyGuard)
  @SubscribeMessage('forbidden')
  forbidden(): void {}

  @SubscribeMessage('bug')
  bug(): never {
    throw new TypeError('a bug');
  }

  @UseFilters(SilentFilter)
  @SubscribeMessage('caught')
  caught(): never {
    throw new RangeError('hidden');
  }

  @SubscribeMessage('torn')
  torn(): Observable<unknown> {
    return concat(
      of({ event: 'number', data: 1 }),
      throwError(() => new WsException('torn')),
    );
  }

  @SubscribeMessage('elsewhere')
  elsewhere(): Observable<unknown> {
    return elsewhere;
  }

  @SubscribeMessage('everybody')
  everybody(@MessageBody() text: string): void {
    const { clients } = this.server;
    if (clients === undefined) this.server.emit('news', text);
    else for (const client of clients) client.send(JSON.stringify({ event: 'news', data: text }));
  }
}

@Injectable({ scope: Scope.REQUEST })
class Basket {}

@WebSocketGateway()
class BasketGateway {
  constructor(private readonly basket: Basket) {}

  @SubscribeMessage('basket')
  open(@ConnectedSocket() _client: unknown): unknown {
    return { event: 'basket', data: this.basket instanceof Basket };
  }
}

@WebSocketGateway()
class RefusingGateway implements OnGatewayConnection {
  handleConnection(client: { disconnect?(): void; close?(): void }): void {
    if (client.disconnect === undefined) client.close!();
    else client.disconnect();
  }
}

/** Shares its clients with the one that refuses them. */
@WebSocketGateway()
class SecondGateway {}

afterEach(closeApplications);

const messagesOf = ({ recorder }: RunningApplication): RecordedOperation[] =>
  recorder.operations.filter(({ kind }) => kind === 'websocket.message');

describe.each(platforms)('on %s', (platform) => {
  describe.each(adapterNames)('Gateways with %s', (adapter: AdapterName) => {
    const start = async (observability: ObservabilityOptions = {}) => {
      const application = await startApplication({
        platform,
        observability,
        providers: [ChatGateway, BasketGateway, Basket],
        configure: (app) => app.useWebSocketAdapter(gatewayAdapter(adapter, app)),
      });
      const connect = (headers: Record<string, string> = {}) => connectClient(adapter, application.port, { headers });
      const ended = (count: number) => application.recorder.waitFor(() => messagesOf(application).length >= count);
      return { application, connect, ended };
    };

    it('make one operation of each message, named by gateway and event', async () => {
      const { application, connect, ended } = await start();
      const client = await connect();

      await client.ask('say', 'hello');
      await client.ask('later');
      client.send('nothing');

      await ended(3);
      expect(messagesOf(application).map(({ name, outcome, labels }) => ({ name, outcome, labels }))).toEqual([
        { name: 'ChatGateway:say', outcome: 'ok', labels: ['ChatGateway', 'say'] },
        { name: 'ChatGateway:later', outcome: 'ok', labels: ['ChatGateway', 'later'] },
        { name: 'ChatGateway:nothing', outcome: 'ok', labels: ['ChatGateway', 'nothing'] },
      ]);
      expect(messagesOf(application)[1]!.durationMs).toBeGreaterThanOrEqual(19);
      const labels = { gateway: 'ChatGateway', event: 'say' };
      await expect(application).toHaveSample('websocket_message_duration_seconds_count', labels, 1);
    });

    it('end an Observable with its last value, or with the client that leaves before', async () => {
      const { application, connect, ended } = await start();
      const client = await connect();

      client.send('count');
      await ended(1);
      await application.recorder.waitFor(() => client.received.length === 3);
      await client.ask('forever');
      client.leave();

      await ended(2);
      const [counted, endless] = messagesOf(application);
      expect(counted).toMatchObject({ name: 'ChatGateway:count', outcome: 'ok' });
      expect(counted!.durationMs).toBeGreaterThanOrEqual(28);
      expect(endless).toMatchObject({ name: 'ChatGateway:forever', outcome: 'canceled' });
    });

    it('know every error: a guard that refuses, a bug, one that a filter hides, one of an Observable', async () => {
      const { application, connect, ended } = await start();
      const client = await connect();

      for (const event of ['forbidden', 'bug', 'caught', 'torn']) await client.ask(event);

      await ended(4);
      expect(messagesOf(application).map(({ outcome, error }) => [outcome, (error as Error).message])).toEqual([
        ['error', 'Forbidden resource'],
        ['error', 'a bug'],
        ['error', 'hidden'],
        ['error', 'torn'],
      ]);
    });

    it('know an error that reaches an Observable from outside the message', async () => {
      elsewhere = new Subject();
      const { application, connect, ended } = await start();
      const client = await connect();
      client.send('elsewhere');
      await application.recorder.waitFor(() => elsewhere.observed);

      elsewhere.error(new Error('from afar'));

      await ended(1);
      expect(messagesOf(application)[0]).toMatchObject({ outcome: 'error', error: { message: 'from afar' } });
    });

    it('mark what was thrown on purpose as no fault, and a bug as one', async () => {
      const { application, connect, ended } = await start();
      const client = await connect();

      await client.ask('torn');
      await client.ask('bug');

      await ended(2);
      const statusOf = (name: string) => application.recorder.spans.find((span) => span.name === name)?.status.code;
      await application.recorder.waitFor(() => statusOf('ChatGateway:bug') !== undefined);
      expect([statusOf('ChatGateway:torn'), statusOf('ChatGateway:bug')]).toEqual([0, 2]);
    });

    it('count connections and messages in and out, a broadcast once per recipient', async () => {
      const { application, connect, ended } = await start();
      const [first, second] = [await connect(), await connect()];
      await first!.ask('say', 'hello');
      const news = second!.received;

      first!.send('everybody', 'news');

      await ended(2);
      await application.recorder.waitFor(() => news.length === 1);
      expect(connectionsOf(application)).toEqual({ connections_active: 2, connections_total: 2 });
      await expect(application).toHaveSample('websocket_connections_active', {}, 2);
      await expect(application).toHaveSample('websocket_messages_received_total', {}, 2);
      await expect(application).toHaveSample('websocket_messages_sent_total', {}, 3);
    });

    it('time connections by how they ended', async () => {
      const { application, connect } = await start();
      const client = await connect();
      await client.ask('say');

      client.leave();

      const isOver = ({ kind }: RecordedOperation) => kind === 'websocket.connection';
      await application.recorder.waitFor(({ operations }) => operations.some(isOver));
      await expectConnections(application, {
        connections_active: 0,
        connections_total: 1,
        'connection_duration_seconds{status="ok"}': 1,
      });
      await expect(application).toHaveSample('websocket_connections_active', {}, 0);
    });

    it('count a client that `handleConnection` refuses once, and as gone', async () => {
      const application = await startApplication({
        platform,
        providers: [RefusingGateway, SecondGateway],
        configure: (app) => app.useWebSocketAdapter(gatewayAdapter(adapter, app)),
      });

      const client = await connectClient(adapter, application.port);

      const isOver = ({ kind }: RecordedOperation) => kind === 'websocket.connection';
      await application.recorder.waitFor(({ operations }) => operations.some(isOver));
      expect(connectionsOf(application)['connections_total']).toBe(1);
      await expect(application).toHaveSample('websocket_connections_active', {}, 0);
      client.leave();
    });

    it('continue the trace of the handshake; messages have traces of their own that link to the connection', async () => {
      const { application, connect, ended } = await start();
      const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
      const client = await connect({ traceparent: `00-${traceId}-${spanId}-01`, 'x-correlation-id': 'order-7' });

      await client.ask('say', 'hello');
      await ended(1);
      client.leave();

      const { spans } = application.recorder;
      const spanOf = (name: string): RecordedSpan => spans.find((span) => span.name === name)!;
      await application.recorder.waitFor(() => spanOf('websocket /'));
      const connection = spanOf('websocket /');
      const message = spanOf('ChatGateway:say');
      expect(connection.spanContext().traceId).toBe(traceId);
      expect(connection.parentSpanContext?.spanId).toBe(spanId);
      expect(message.parentSpanContext).toBeUndefined();
      expect(message.links.map(({ context }) => context.spanId)).toEqual([connection.spanContext().spanId]);
      const [operation] = messagesOf(application);
      expect(operation!.scope.correlationId).toBe('order-7');
      expect(operation!.scope.messageId).toMatch(/./);
    });

    it('make messages children of the connection on request', async () => {
      const { application, connect, ended } = await start({ messaging: { relation: 'parent' } });
      const client = await connect();

      await client.ask('say', 'hello');
      await ended(1);
      client.leave();

      const spanOf = (name: string) => application.recorder.spans.find((span) => span.name === name);
      await application.recorder.waitFor(() => spanOf('websocket /'));
      const { spanId, traceId } = spanOf('websocket /')!.spanContext();
      expect(spanOf('ChatGateway:say')!.parentSpanContext?.spanId).toBe(spanId);
      expect(spanOf('ChatGateway:say')!.spanContext().traceId).toBe(traceId);
    });

    it('nest the phases of a message under it, and its log lines into its trace', async () => {
      const { application, connect, ended } = await start();
      const client = await connect();

      await client.ask('say', 'hello');
      await ended(1);
      client.leave();

      const { recorder } = application;
      const spanOf = (name: string) => recorder.spans.find((span) => span.name === name);
      await recorder.waitFor(({ lines }) => lines.some(({ message }) => message === 'somebody left'));
      await recorder.waitFor(() => spanOf('websocket /'));
      const { traceId, spanId } = spanOf('ChatGateway:say')!.spanContext();
      expect(spanOf('PassingInterceptor.intercept')!.parentSpanContext?.spanId).toBe(spanId);
      expect(spanOf('ChatGateway.say')!.parentSpanContext?.spanId).toBe(spanId);
      const lineOf = (message: string) => recorder.lines.find((line) => line['message'] === message);
      expect(lineOf('said')).toMatchObject({ trace_id: traceId });
      const connection = spanOf('websocket /')!.spanContext().traceId;
      expect(lineOf('somebody came')).toMatchObject({ trace_id: connection });
      expect(lineOf('somebody left')).toMatchObject({ trace_id: connection });
    });

    it('observe gateways whose instances are made per client', async () => {
      const { application, connect, ended } = await start();
      const client = await connect();

      const answer = await client.ask('basket');

      await ended(1);
      expect(answer.data).toBe(true);
      expect(messagesOf(application)).toMatchObject([{ name: 'BasketGateway:basket', outcome: 'ok' }]);
    });

    it('ask the handshake who it is', async () => {
      const identify = ({ headers }: { headers: Readonly<Record<string, unknown>> }) => ({
        userId: String(headers['x-user']),
      });
      const { application, connect, ended } = await start({ identify });
      const client = await connect({ 'x-user': 'ada' });

      await client.ask('say', 'hello');

      await ended(1);
      expect(application.recorder.lines.find(({ message }) => message === 'said')).toMatchObject({ user_id: 'ada' });
    });

    it('are left alone when the option is off', async () => {
      const { application, connect } = await start({ websocket: { enabled: false } });
      const client = await connect();

      await client.ask('say', 'hello');

      expect(application.recorder.started.filter((started) => started.startsWith('websocket'))).toEqual([]);
      expect(await application.scrape()).not.toContain('websocket_');
    });
  });
});
