/** Microservices without a broker, in readiness: Nest's TCP and gRPC clients, used and not used yet. */
import { join } from 'node:path';
import { Server, ServerCredentials, type ServiceDefinition, type UntypedHandleCall } from '@grpc/grpc-js';
import { Controller, Injectable, Module, type INestMicroservice, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientsModule,
  GrpcMethod,
  MessagePattern,
  Transport,
  type ClientGrpc,
  type ClientProviderOptions,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { HealthContributor, microserviceCheck } from 'nestjs-observability';
import { firstValueFrom, type Observable } from 'rxjs';
import { closeApplications, type RunningApplication } from '../support/application.js';
import { freePort } from '../support/free-port.js';
import { becomes, ready, startWith } from './outage-suite.js';

const protoPath = join(__dirname, '../rpc/orders.proto');

@Controller()
class OrderController {
  @MessagePattern('find')
  find(id: number): number {
    return id;
  }

  @GrpcMethod('OrderService', 'Find')
  findByGrpc(order: object): object {
    return order;
  }
}

const services = new Set<INestMicroservice>();

afterEach(async () => {
  await closeApplications();
  await Promise.all([...services].map(stop));
});

describe('a TCP client of Nest', () => {
  it('is no reason not to be ready before it is used, whatever its server does', async () => {
    const application = await startWith(clientOf({ transport: Transport.TCP, options: { port: await freePort() } }));

    const { status, checks, text } = await ready(application);

    expect([status, checks]).toEqual([200, { steady: 'ok', 'tcp:ORDERS': 'ok' }]);
    expect(JSON.parse(text).details['tcp:ORDERS']).toMatchObject({ status: 'up', connection: 'not opened yet' });
  });

  it('fails while its service is gone, and is fine as soon as it is back, before anybody has sent again', async () => {
    const options = { port: await freePort() };
    const service = await start({ transport: Transport.TCP, options });
    const application = await startWith(clientOf({ transport: Transport.TCP, options }));
    await firstValueFrom(application.app.get<ClientProxy>('ORDERS', { strict: false }).send('find', 1));
    await becomes(application, 200, { 'tcp:ORDERS': 'ok' });

    await stop(service);
    await becomes(application, 503, { steady: 'ok', 'tcp:ORDERS': 'fail' });
    await start({ transport: Transport.TCP, options });
    await becomes(application, 200, { 'tcp:ORDERS': 'ok' });
  });

  it('is asked by its address where the application gives its options', async () => {
    const options = { port: await freePort() };

    @Injectable()
    class Warehouse {
      @HealthContributor('warehouse')
      warehouse(): unknown {
        return microserviceCheck('warehouse', { transport: Transport.TCP, options });
      }
    }
    const application = await startWith({ providers: [Warehouse] });

    await becomes(application, 503, { steady: 'ok', warehouse: 'fail' });
    await start({ transport: Transport.TCP, options });
    await becomes(application, 200, { steady: 'ok', warehouse: 'ok' });
  });
});

describe('a gRPC client of Nest', () => {
  it('is no reason not to be ready before it is used, though its services are known', async () => {
    const application = await startWith(clientOf(await grpcOptions()));
    orders(application);

    expect((await ready(application)).checks).toEqual({ steady: 'ok', 'grpc:ORDERS': 'ok' });
  });

  it('fails while its service is gone, and is fine when it is back', async () => {
    const options = await grpcOptions();
    const service = await start(options);
    const application = await startWith(clientOf(options));
    await firstValueFrom(orders(application).find({ id: 1 }));
    await becomes(application, 200, { 'grpc:ORDERS': 'ok' });

    await stop(service);
    await becomes(application, 503, { steady: 'ok', 'grpc:ORDERS': 'fail' });
    await start(options);
    await becomes(application, 200, { 'grpc:ORDERS': 'ok' });
  });

  it('believes a server that says it is not serving', async () => {
    const options = await grpcOptions();
    let status = 2;
    const server = await startHealthServer(options.options.url, () => status);
    const application = await startWith(clientOf(options));
    await firstValueFrom(orders(application).find({ id: 1 })).catch(() => undefined);

    const notServing = await becomes(application, 503, { 'grpc:ORDERS': 'fail' });
    status = 1;
    await becomes(application, 200, { 'grpc:ORDERS': 'ok' });

    expect(notServing.text).toContain('the server says that it is not serving (2)');
    server.forceShutdown();
  });
});

function clientOf(options: object): { imports: never[] } {
  @Module({ imports: [ClientsModule.register([{ name: 'ORDERS', ...options } as ClientProviderOptions])] })
  class OrdersModule {}
  return { imports: [OrdersModule as never] };
}

async function start(options: MicroserviceOptions): Promise<INestMicroservice> {
  const service = await NestFactory.createMicroservice<MicroserviceOptions>(serviceModule(), {
    ...options,
    logger: false,
  } as never);
  await service.listen();
  services.add(service);
  return service;
}

async function stop(service: INestMicroservice): Promise<void> {
  if (services.delete(service)) await service.close();
}

function serviceModule(): Type {
  @Module({ controllers: [OrderController] })
  class ServiceModule {}
  return ServiceModule;
}

interface Orders {
  find(order: { id: number }): Observable<unknown>;
}

function orders(application: RunningApplication): Orders {
  return application.app.get<ClientGrpc>('ORDERS', { strict: false }).getService<Orders>('OrderService');
}

async function grpcOptions() {
  const url = `127.0.0.1:${await freePort()}`;
  return { transport: Transport.GRPC as const, options: { url, package: 'shop', protoPath } };
}

async function startHealthServer(url: string, statusOf: () => number): Promise<Server> {
  const same = (bytes: Buffer) => bytes;
  const check = {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
  const answer = (_call: unknown, respond: (error: null, bytes: Buffer) => void) =>
    respond(null, Buffer.from([0x08, statusOf()]));
  const server = new Server();
  server.addService({ check } as ServiceDefinition, { check: answer as UntypedHandleCall });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(url, ServerCredentials.createInsecure(), (error) => (error === null ? resolve() : reject(error)));
  });
  return server;
}
