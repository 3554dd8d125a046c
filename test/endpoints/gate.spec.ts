/** Paths of ours on real applications, whatever the application does to its requests. */
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CanActivate,
  Controller,
  Get,
  Injectable,
  Module,
  UseGuards,
  VersioningType,
  type INestApplication,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { EndpointServer, EndpointTable, RequestGate } from '../../src/endpoints/index.js';
import { Diagnostics } from '../../src/kernel/index.js';
import { resolveLocalhostTo } from '../support/localhost.js';

@Injectable()
class Nobody implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@UseGuards(Nobody)
@Controller()
class OrdersController {
  @Get('orders')
  orders(): string {
    return 'orders';
  }
}

@Module({ controllers: [OrdersController] })
class AppModule {
  readonly name = 'gate';
}

describe.each(['express', 'fastify'] as const)('the gate on %s', (platform) => {
  let app: INestApplication;
  let observed: (string | undefined)[];

  beforeEach(async () => {
    observed = [];
    const diagnostics = new Diagnostics(() => undefined);
    const table = new EndpointTable(diagnostics);
    table.register({ path: '/metrics', title: 'metrics', answer: () => ({ status: 200, headers: {}, body: 'ours' }) });
    const gate = new RequestGate(table, new EndpointServer(diagnostics), diagnostics);
    gate.observeWith((request, response, forward) => (observed.push(request.url), forward(request, response)));
    app = await NestFactory.create(AppModule, platform === 'express' ? new ExpressAdapter() : new FastifyAdapter(), {
      logger: false,
    });
    app.setGlobalPrefix('api').enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
    app.useGlobalGuards(new Nobody());
    gate.attach(app.getHttpServer());
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  it('answers its paths past prefix, version and guards, and shows the observer the rest, 403 and 404 included', async () => {
    await app.listen(0, '127.0.0.1');

    const answers = await Promise.all(['/metrics', '/api/v1/orders', '/nowhere'].map((path) => ask('127.0.0.1', path)));

    expect(answers.map(([status]) => status)).toEqual([200, 403, 404]);
    expect([answers[0]?.[1], observed.toSorted()]).toEqual(['ours', ['/api/v1/orders', '/nowhere']]);
  });

  it('answers on every address of localhost, also where the framework opens several servers', async () => {
    if (platform === 'fastify') resolveLocalhostTo(['127.0.0.1', '127.0.0.2']);
    await app.listen(0, platform === 'fastify' ? 'localhost' : '0.0.0.0');

    const answers = await Promise.all(['127.0.0.1', '127.0.0.2'].map((host) => ask(host, '/metrics')));

    expect(answers).toEqual([
      [200, 'ours'],
      [200, 'ours'],
    ]);
  });

  async function ask(host: string, path: string): Promise<[number, string]> {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ host, port, path, agent: false }, resolve).on('error', reject);
    });
    let body = '';
    for await (const chunk of response) body += String(chunk);
    return [response.statusCode!, body];
  }
});
