import { connect } from 'node:net';
import {
  Catch,
  Controller,
  Get,
  Inject,
  Injectable,
  Scope,
  UseFilters,
  UseGuards,
  type ArgumentsHost,
  type CanActivate,
  type RpcExceptionFilter,
} from '@nestjs/common';
import {
  Client,
  ClientProxyFactory,
  ClientsModule,
  EventPattern,
  MessagePattern,
  Transport,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { firstValueFrom, of, type Observable } from 'rxjs';
import { closeApplications, startApplication, type ApplicationSpec } from '../support/application.js';
import { freePort } from '../support/free-port.js';
import { idOf, labelsOf, parentOf, spansNamed, traceOf } from './transport-suite.js';
import '../support/matchers.js';

const seen: string[] = [];

class Closed implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@Catch(RangeError)
class RangeFilter implements RpcExceptionFilter<RangeError> {
  catch(error: RangeError, _host: ArgumentsHost): Observable<unknown> {
    return of({ filtered: error.message });
  }
}

@Injectable({ scope: Scope.REQUEST })
class PerRequest {
  readonly word = 'scoped';
}

@Controller()
class Stock {
  @MessagePattern('stock.count')
  count(): number {
    return 3;
  }

  @MessagePattern('stock.closed')
  @UseGuards(Closed)
  closed(): number {
    return 0;
  }

  @MessagePattern('stock.filtered')
  @UseFilters(RangeFilter)
  filtered(): never {
    throw new RangeError('out of stock');
  }

  @EventPattern('stock.changed')
  first(_change: unknown): void {
    seen.push('first');
  }

  @EventPattern('stock.changed')
  second(_change: unknown): void {
    seen.push('second');
  }

  @EventPattern('stock.changed')
  third(_change: unknown): void {
    seen.push('third');
  }
}

@Controller()
class ScopedStock {
  constructor(@Inject(PerRequest) private readonly scoped: PerRequest) {}

  @MessagePattern('stock.scoped')
  word(): string {
    return this.scoped.word;
  }
}

@Controller()
class Waiting {
  @MessagePattern('never')
  never(): Promise<never> {
    return new Promise(() => undefined);
  }
}

@Controller()
class Shop {
  constructor(@Inject('STOCK') private readonly stock: ClientProxy) {}

  @Get('count')
  count(): Promise<number> {
    return firstValueFrom(this.stock.send<number>('stock.count', {}));
  }
}

async function startShop(spec: Partial<ApplicationSpec> & { readonly inherits?: boolean } = {}) {
  const options = { host: '127.0.0.1', port: await freePort() };
  const running = await startApplication({
    imports: [ClientsModule.register([{ name: 'STOCK', transport: Transport.TCP, options }])],
    controllers: [Stock, ScopedStock, Shop],
    providers: [PerRequest],
    ...spec,
    configure: async (app) => {
      const inheritAppConfig = spec.inherits === true;
      app.connectMicroservice<MicroserviceOptions>({ transport: Transport.TCP, options }, { inheritAppConfig });
      await app.startAllMicroservices();
      await spec.configure?.(app);
    },
  });
  return { ...running, options, stock: running.app.get<ClientProxy>('STOCK') };
}

describe('A hybrid application', () => {
  beforeEach(() => void seen.splice(0));
  afterEach(closeApplications);

  it.each([false, true])('goes on in the trace of the HTTP request (inheritAppConfig: %s)', async (inherits) => {
    const { request, recorder } = await startShop({ inherits });

    await expect((await request('/count')).text()).resolves.toBe('3');
    await recorder.waitFor(() => spansNamed(recorder.spans, 'GET /count').length === 1);

    const [http, client, server] = ['GET /count', 'send stock.count', 'stock.count'].map(
      (name) => spansNamed(recorder.spans, name)[0]!,
    );
    expect(new Set([http, client, server].map((span) => traceOf(span!))).size).toBe(1);
    expect(parentOf(server!)).toBe(idOf(client!));
    expect(parentOf(spansNamed(recorder.spans, 'Stock.count')[0]!)).toBe(idOf(server!));
  });

  it('writes a completion line for each message, with ids and cause of the caller', async () => {
    const { request, recorder } = await startShop();

    const requestId = (await request('/count')).headers.get('x-request-id');
    await recorder.waitFor(() => recorder.lines.some(({ target }) => target === 'RPC'));

    const line = recorder.lines.find(({ target }) => target === 'RPC');
    expect(line).toMatchObject({ level: 'INFO', method: 'stock.count', outcome: 'ok', request_id: requestId });
    expect(recorder.operations.find(({ kind }) => kind === 'rpc.server')!.scope.causationId).toBe(requestId);
  });

  it('makes one operation of an event, however many handlers it has', async () => {
    const { stock, recorder } = await startShop();

    stock.emit('stock.changed', 1);
    await recorder.waitFor(() => seen.length === 3);

    expect(seen).toEqual(['first', 'second', 'third']);
    expect(labelsOf(recorder, 'rpc.server')).toEqual([['tcp', 'stock.changed', 'ok']]);
  });

  it('observes request-scoped controllers', async () => {
    const { stock, recorder } = await startShop();

    await expect(firstValueFrom(stock.send('stock.scoped', 1))).resolves.toBe('scoped');

    expect(labelsOf(recorder, 'rpc.server')).toEqual([['tcp', 'stock.scoped', 'ok']]);
  });

  it("tells a guard's refusal from an answer that a filter made of an exception", async () => {
    const { stock, recorder } = await startShop();

    await expect(firstValueFrom(stock.send('stock.closed', 1))).rejects.toMatchObject({
      message: 'Forbidden resource',
    });
    await expect(firstValueFrom(stock.send('stock.filtered', 1))).resolves.toEqual({ filtered: 'out of stock' });

    const [refused, filtered] = recorder.operations.filter(({ kind }) => kind === 'rpc.server');
    expect([refused!.outcome, String(refused!.error)]).toEqual(['error', 'Error: Forbidden resource']);
    expect([filtered!.outcome, filtered!.error]).toEqual(['ok', undefined]);
  });

  it('times guards, filters and handlers inside the message', async () => {
    const { stock, recorder, scrape } = await startShop();

    await firstValueFrom(stock.send('stock.closed', 1)).catch(() => undefined);
    await firstValueFrom(stock.send('stock.filtered', 1));

    const [closed] = spansNamed(recorder.spans, 'stock.closed');
    expect(parentOf(spansNamed(recorder.spans, 'Closed.canActivate')[0]!)).toBe(idOf(closed!));
    const page = await scrape();
    expect(page).toContain('interceptor_actions_total{interceptor="Closed",action="deny"} 1');
    expect(page).toContain('interceptor_actions_total{interceptor="RangeFilter",action="handle"} 1');
    expect(page).toContain('rpc_messages_total{transport="tcp",pattern="stock.closed",outcome="error"} 1');
    expect(page).toContain('rpc_message_duration_seconds_count{transport="tcp",pattern="stock.filtered"} 1');
  });

  it('folds messages without a handler into one pattern, as errors', async () => {
    const { stock, recorder, scrape } = await startShop();

    await firstValueFrom(stock.send('nobody.1', 1)).catch(() => undefined);
    await firstValueFrom(stock.send({ nobody: 2 }, 1)).catch(() => undefined);
    stock.emit('nobody.3', 1);
    await recorder.waitFor(() => labelsOf(recorder, 'rpc.server').length === 3);

    expect(await scrape()).toContain('rpc_messages_total{transport="tcp",pattern="_UNMATCHED",outcome="error"} 3');
    const first = recorder.operations.find(({ kind }) => kind === 'rpc.server');
    expect(first!.attributes).toEqual({ 'rpc.method_original': 'nobody.1' });
    expect(parentOf(spansNamed(recorder.spans, '_UNMATCHED')[0]!)).toBe(
      idOf(spansNamed(recorder.spans, 'send nobody.1')[0]!),
    );
  });

  it('ends a request as canceled when its caller hangs up', async () => {
    const { options, recorder } = await startShop({ controllers: [Waiting] });
    const socket = connect(options.port, options.host);
    const packet = JSON.stringify({ pattern: 'never', data: 1, id: 'x' });
    socket.write(`${packet.length}#${packet}`);
    await recorder.waitFor(() => recorder.started.includes('rpc.server never'));

    socket.destroy();
    await recorder.waitFor(() => labelsOf(recorder, 'rpc.server').length === 1);

    expect(labelsOf(recorder, 'rpc.server')).toEqual([['tcp', 'never', 'canceled']]);
  });

  it('finds clients wherever an application keeps them', async () => {
    const options = { host: '127.0.0.1', port: await freePort() };

    @Injectable()
    class Keeper {
      @Client({ transport: Transport.TCP, options })
      readonly declared!: ClientProxy;
      readonly made = ClientProxyFactory.create({ transport: Transport.TCP, options });
    }
    const { app, recorder } = await startApplication({
      providers: [
        Keeper,
        { provide: 'LATE', useFactory: () => ClientProxyFactory.create({ transport: Transport.TCP, options }) },
      ],
    });

    const { declared, made } = app.get(Keeper);
    for (const client of [declared, made, app.get<ClientProxy>('LATE')]) {
      await firstValueFrom(client.send('nobody', 1)).catch(() => undefined);
    }

    expect(labelsOf(recorder, 'rpc.client')).toEqual(Array(3).fill(['tcp', 'send', 'error']));
  });

  it('leaves the payload alone, keeps what others put into the metadata, and lets serializers have their way', async () => {
    const wire: unknown[] = [];
    const options = { host: '127.0.0.1', port: await freePort() };
    const boxed = {
      serialize: (packet: object) => (wire.push(structuredClone(packet)), { box: JSON.stringify(packet) }),
      deserialize: ({ box }: { box: string }) => JSON.parse(box) as never,
    };
    const both = { ...options, serializer: boxed, deserializer: boxed };
    const { app, recorder } = await startApplication({
      imports: [ClientsModule.register([{ name: 'STOCK', transport: Transport.TCP, options: both }])],
      controllers: [Stock],
      configure: async (nest) => {
        nest.connectMicroservice<MicroserviceOptions>({ transport: Transport.TCP, options: both });
        await nest.startAllMicroservices();
      },
    });
    const client = app.get<ClientProxy>('STOCK');
    client.setOnDispatchHook((packet) => (packet.metadata = { tenant: 'acme', traceparent: 'theirs' }));

    await firstValueFrom(client.send('stock.count', { a: 1 }));

    expect(wire).toEqual([
      {
        pattern: 'stock.count',
        data: { a: 1 },
        id: expect.any(String),
        metadata: expect.objectContaining({ tenant: 'acme', traceparent: 'theirs', 'x-event-id': expect.any(String) }),
      },
      { response: 3, isDisposed: true, id: expect.any(String) },
    ]);
    expect(labelsOf(recorder, 'rpc.server')).toEqual([['tcp', 'stock.count', 'ok']]);
  });
});

describe('An application without messages', () => {
  afterEach(closeApplications);

  it('shows no metric of theirs', async () => {
    const { scrape } = await startApplication({});

    expect(await scrape()).not.toContain('rpc_');
  });
});
