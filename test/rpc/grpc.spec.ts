import { join } from 'node:path';
import { Metadata, status, type ServerDuplexStream, type ServerReadableStream } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import {
  GrpcMethod,
  GrpcStreamCall,
  GrpcStreamMethod,
  RpcException,
  Transport,
  type ClientGrpc,
} from '@nestjs/microservices';
import { from, interval, lastValueFrom, map, NEVER, reduce, take, toArray, type Observable } from 'rxjs';
import { freePort } from '../support/free-port.js';
import { closePairs, startPair, type Pair } from './service-pair.js';
import { idOf, labelsOf, numbers, parentOf, spansNamed, traceOf } from './transport-suite.js';

interface Order {
  readonly id?: number;
  readonly note?: string;
}

type Unary = (order: Order, metadata?: Metadata) => Observable<Order>;
type Streamed = (orders: Observable<Order>, metadata?: Metadata) => Observable<Order>;

interface Orders {
  find: Unary;
  fail: Unary;
  wait: Unary;
  list: Unary;
  total: Streamed;
  chat: Streamed;
  rawTotal: Streamed;
  rawChat: Streamed;
}

const seen: { metadata: Record<string, unknown>[] } = { metadata: [] };

@Controller()
class OrderController {
  @GrpcMethod('OrderService', 'Find')
  find(order: Order, metadata: Metadata): Order {
    seen.metadata.push(metadata.getMap());
    return { ...order, note: 'found' };
  }

  @GrpcMethod('OrderService', 'Fail')
  fail(): never {
    throw new RpcException({ code: status.NOT_FOUND, message: 'no such order' });
  }

  @GrpcMethod('OrderService', 'Wait')
  wait(): Observable<Order> {
    return NEVER;
  }

  @GrpcMethod('OrderService', 'List')
  list({ id = 0 }: Order): Observable<Order> {
    return interval(2).pipe(
      map((index) => ({ id: index })),
      take(id),
    );
  }

  @GrpcStreamMethod('OrderService', 'Total')
  total(orders: Observable<Order>): Observable<Order> {
    return orders.pipe(reduce((sum, { id = 0 }) => ({ id: sum.id + id }), { id: 0 }));
  }

  @GrpcStreamMethod('OrderService', 'Chat')
  chat(orders: Observable<Order>): Observable<Order> {
    return orders.pipe(map(({ id = 0 }) => ({ id: id * 2 })));
  }

  @GrpcStreamCall('OrderService', 'RawTotal')
  rawTotal(call: ServerReadableStream<Order, Order>, answer: (error: unknown, order: Order) => void): void {
    let sum = 0;
    call.on('data', ({ id = 0 }: Order) => (sum += id));
    call.on('end', () => answer(null, { id: sum }));
  }

  @GrpcStreamCall('OrderService', 'RawChat')
  rawChat(call: ServerDuplexStream<Order, Order>): void {
    call.on('data', ({ id = 0 }: Order) => call.write({ id: id + 1 }));
    call.on('end', () => call.end());
  }
}

async function start(isBare = false): Promise<Pair & { readonly orders: Orders }> {
  const options = { package: 'shop', protoPath: join(__dirname, 'orders.proto'), url: `127.0.0.1:${await freePort()}` };
  const pair = await startPair({
    server: { transport: Transport.GRPC, options },
    client: { transport: Transport.GRPC, options },
    controllers: [OrderController],
    isBare,
  });
  return Object.assign(pair, {
    orders: (pair.caller.client as unknown as ClientGrpc).getService<Orders>('OrderService'),
  });
}

const some = from([{ id: 1 }, { id: 2 }, { id: 3 }]);

describe('Calls over gRPC', () => {
  beforeEach(() => (seen.metadata = []));
  afterEach(closePairs);

  it('gives 50 parallel calls as many client and server spans, each under its own caller', async () => {
    const { caller, orders, calling, serving } = await start();

    await Promise.all(numbers(50).map((id) => caller.within(() => orders.find({ id }))));
    await calling.waitFor(() => spansNamed(calling.spans, 'Caller.within').length === 50);

    const clients = spansNamed(calling.spans, 'shop.OrderService/Find');
    const servers = spansNamed(serving.spans, 'OrderService/Find');
    expect(clients.map(parentOf).toSorted()).toEqual(spansNamed(calling.spans, 'Caller.within').map(idOf).toSorted());
    expect(servers.map(parentOf).toSorted()).toEqual(clients.map(idOf).toSorted());
    expect(new Set(servers.map(traceOf)).size).toBe(50);
  });

  it('observes requests and answers that are streams, from first to last', async () => {
    const { orders, serving, calling } = await start();

    await expect(lastValueFrom(orders.list({ id: 3 }).pipe(toArray()))).resolves.toHaveLength(3);
    await expect(lastValueFrom(orders.total(some))).resolves.toMatchObject({ id: 6 });
    await expect(lastValueFrom(orders.chat(some).pipe(toArray()))).resolves.toHaveLength(3);
    await expect(lastValueFrom(orders.rawTotal(some))).resolves.toMatchObject({ id: 6 });
    await expect(lastValueFrom(orders.rawChat(some).pipe(toArray()))).resolves.toHaveLength(3);
    await serving.waitFor(() => labelsOf(serving, 'rpc.server').length === 5);

    expect(labelsOf(serving, 'rpc.server')).toEqual(
      ['List', 'Total', 'Chat', 'RawTotal', 'RawChat'].map((name) => ['grpc', `OrderService/${name}`, 'ok']),
    );
    expect(labelsOf(calling, 'rpc.client')).toEqual(Array(5).fill(['grpc', 'send', 'ok']));
    const parents = serving.spans.filter(({ name }) => name.startsWith('OrderService/')).map(parentOf);
    expect(parents).toEqual(calling.spans.map(idOf));
  });

  it('tells the status of a call that failed', async () => {
    const { orders, serving, calling } = await start();

    await expect(lastValueFrom(orders.fail({ id: 1 }))).rejects.toMatchObject({ code: status.NOT_FOUND });

    const server = serving.operations.find(({ kind }) => kind === 'rpc.server');
    const client = calling.operations.find(({ kind }) => kind === 'rpc.client');
    expect(server).toMatchObject({ outcome: 'error', labels: ['grpc', 'OrderService/Fail', 'error'] });
    expect(server!.error).toBeInstanceOf(RpcException);
    expect(client!.attributes).toMatchObject({
      'rpc.system.name': 'grpc',
      'rpc.method': 'shop.OrderService/Fail',
      'rpc.response.status_code': 'NOT_FOUND',
    });
  });

  it('is canceled on both sides when the caller gives up', async () => {
    const { orders, serving, calling } = await start();
    const unary = orders.wait({ id: 1 }).subscribe();
    const stream = orders.list({ id: 1_000_000 }).subscribe();
    await serving.waitFor(() => serving.started.filter((name) => name.startsWith('rpc.server')).length === 2);

    unary.unsubscribe();
    stream.unsubscribe();
    await serving.waitFor(() => labelsOf(serving, 'rpc.server').length === 2);

    expect(labelsOf(serving, 'rpc.server').map(([, , outcome]) => outcome)).toEqual(['canceled', 'canceled']);
    expect(labelsOf(calling, 'rpc.client').map(([, , outcome]) => outcome)).toEqual(['canceled', 'canceled']);
  });

  it("adds to the caller's metadata without touching it", async () => {
    const { orders } = await start();
    const metadata = new Metadata();
    metadata.set('tenant', 'acme');

    await lastValueFrom(orders.find({ id: 1 }, metadata));

    expect(metadata.getMap()).toEqual({ tenant: 'acme' });
    expect(seen.metadata[0]).toMatchObject({ tenant: 'acme', traceparent: expect.any(String) });
  });

  it('changes no answer and no error', async () => {
    const [bare, observed] = [await conversation(await start(true)), await conversation(await start())];

    expect(observed).toEqual(bare);
  });
});

async function conversation({ orders, close }: Pair & { readonly orders: Orders }): Promise<unknown[]> {
  const all = <T>(source: Observable<T>): Promise<T[]> => lastValueFrom(source.pipe(toArray()));
  const told = [
    await all(orders.find({ id: 7 })),
    await all(orders.list({ id: 4 })),
    await all(orders.list({ id: 0 })),
    await all(orders.total(some)),
    await all(orders.chat(some)),
    await all(orders.rawTotal(some)),
    await all(orders.rawChat(some)),
    await all(orders.fail({ id: 1 })).catch(({ code, details }: { code: number; details: string }) => [code, details]),
  ];
  await close();
  return told;
}
