/**
 * A load balancer, clients on kept connections, and a real application that closes under them: readiness turns first,
 * liveness stays, and no request fails.
 */
import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module, type INestApplication, type OnModuleDestroy } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { EndpointServer, EndpointTable, RequestGate } from '../../src/endpoints/index.js';
import {
  chainBeforeClose,
  Drain,
  healthEndpoints,
  HealthRegistry,
  noHealthMeter,
  ReadinessState,
  Startup,
  stopBeforeOthers,
} from '../../src/health/index.js';
import { Diagnostics, systemClock, TelemetryBus } from '../../src/kernel/index.js';

const DRAIN_TIMEOUT_MS = 400;

describe.each([
  ['express', 'beforeClose'],
  ['express', 'hooks'],
  ['fastify', 'beforeClose'],
  ['fastify', 'hooks'],
] as const)('closing under load on %s, drained by %s', (platform, mechanism) => {
  it('turns ready to 503 while live is 200, and fails no request', async () => {
    const { app, port, closedResources } = await start(platform, mechanism);
    const balancer = new LoadBalancer(port);
    const clients = Array.from({ length: 8 }, () => new Client(port, balancer));
    const load = Promise.all(clients.map((client) => client.run()));
    await until(() => clients.every(({ answered }) => answered > 5));
    const answeredBefore = total(clients);

    const isClosed = app.close();
    await until(() => balancer.isOut);
    const whileDraining = {
      ready: await ask(port, '/health/ready'),
      live: await ask(port, '/health/live'),
      work: await ask(port, '/api/work'),
      closedResources: [...closedResources],
    };
    await Promise.all([load, isClosed]);
    balancer.stop();

    expect(whileDraining).toEqual({
      ready: { status: 503, body: '{"status":"not_ready","checks":{"db":"ok"},"draining":true}' },
      live: { status: 200, body: '{"status":"ok"}' },
      work: { status: 200, body: 'done' },
      closedResources: [],
    });
    expect(clients.flatMap(({ failures }) => failures)).toEqual([]);
    expect(total(clients)).toBeGreaterThan(answeredBefore);
    expect(closedResources).toEqual(['root']);
  });
});

async function start(platform: 'express' | 'fastify', mechanism: 'beforeClose' | 'hooks') {
  const diagnostics = new Diagnostics(() => undefined);
  const redactor = { redactText: (text: string) => text, redactValue: (value: unknown) => value };
  const registry = new HealthRegistry({
    limits: { timeoutMs: 1_000, cacheMs: 10 },
    clock: systemClock,
    diagnostics,
    bus: new TelemetryBus(diagnostics),
    meter: noHealthMeter,
    redactor,
    log: () => undefined,
  });
  registry.register({ name: 'db', check: () => true });
  const readiness = new ReadinessState(systemClock);
  const startup = new Startup(registry, readiness);
  const table = new EndpointTable(diagnostics);
  const pages = {
    path: '/health',
    registry,
    readiness,
    startup,
    meter: noHealthMeter,
    redactor,
    showsDetailsTo: () => false,
  };
  healthEndpoints(pages).forEach((endpoint) => table.register(endpoint));
  const gate = new RequestGate(table, new EndpointServer(diagnostics), diagnostics);
  const drain = new Drain({
    readiness,
    diagnostics,
    drainTimeoutMs: DRAIN_TIMEOUT_MS,
    onBegin: () => gate.endKeepAlive(),
  });

  const closedResources: string[] = [];
  const app = await createApplication(platform, mechanism === 'hooks' ? drain : undefined, closedResources);
  if (mechanism === 'beforeClose') chainBeforeClose(app.getHttpAdapter(), drain);
  gate.attach(app.getHttpServer());
  await app.listen(0, '127.0.0.1');
  startup.bootstrapped();
  return { app, port: (app.getHttpServer().address() as AddressInfo).port, closedResources };
}

async function createApplication(
  platform: 'express' | 'fastify',
  drainInHooks: Drain | undefined,
  closedResources: string[],
): Promise<INestApplication> {
  @Controller()
  class WorkController {
    @Get('work')
    async work(): Promise<string> {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return 'done';
    }
  }

  @Module({})
  class DrainModule implements OnModuleDestroy {
    constructor(modules: ModulesContainer) {
      stopBeforeOthers(modules, DrainModule);
    }

    async onModuleDestroy(): Promise<void> {
      await drainInHooks?.begin();
    }
  }

  // Even what the root module closes itself has to wait for the drain.
  @Module({ imports: [DrainModule], controllers: [WorkController] })
  class AppModule implements OnModuleDestroy {
    onModuleDestroy(): void {
      closedResources.push('root');
    }
  }

  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  // Refusing requests while closing must wait for the drain too; only `beforeClose`, which starts it, can see to that.
  const app = await NestFactory.create(AppModule, adapter, {
    logger: false,
    return503OnClosing: drainInHooks === undefined,
  });
  return app.setGlobalPrefix('api');
}

/** Probes like an orchestrator, and takes the process out after two failed probes. */
class LoadBalancer {
  isOut = false;
  private failedProbes = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(port: number) {
    this.timer = setInterval(() => void this.probe(port), 20);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async probe(port: number): Promise<void> {
    const { status } = await ask(port, '/health/ready');
    if (status !== 200 && ++this.failedProbes === 2) this.isOut = true;
    if (this.isOut) this.stop();
  }
}

/** Sends one request after the other on a kept connection until the balancer stops sending. */
class Client {
  answered = 0;
  readonly failures: unknown[] = [];
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(
    private readonly port: number,
    private readonly balancer: LoadBalancer,
  ) {}

  async run(): Promise<void> {
    if (this.balancer.isOut) return this.agent.destroy();
    try {
      const { status } = await ask(this.port, '/api/work', this.agent);
      if (status === 200) this.answered++;
      else this.failures.push(status);
    } catch (error) {
      this.failures.push(error);
    }
    await this.run();
  }
}

function total(clients: readonly Client[]): number {
  return clients.reduce((sum, { answered }) => sum + answered, 0);
}

async function ask(port: number, path: string, agent?: Agent): Promise<{ status: number; body: string }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ port, path, host: '127.0.0.1', ...(agent ? { agent } : { agent: false }) }, resolve).on('error', reject);
  });
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode!, body };
}

async function until(isTrue: () => boolean): Promise<void> {
  if (isTrue()) return;
  await new Promise((resolve) => setTimeout(resolve, 5));
  await until(isTrue);
}
