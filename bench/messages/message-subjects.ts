/** What a message is, three times: an RPC message inside the process, a WebSocket message, a job in a queue over Redis. */
import { BullModule, InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Controller, Module, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MessagePattern, Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { Queue } from 'bullmq';
import type { AddressInfo } from 'node:net';
import { MetricsService, ObservabilityModule, type ObservabilityOptions } from 'nestjs-observability';
import { bullmq } from 'nestjs-observability/bullmq';
import { lastValueFrom } from 'rxjs';

export type Subject = 'rpc' | 'websocket' | 'queue';

export interface RunningSubject {
  readonly app: INestApplication;
  /** Where the parent's client connects; undefined when messages are made inside. */
  readonly port?: number;
  /** Sends messages and waits until all are answered. */
  run(count: number): Promise<void>;
  /** How many messages the metrics have counted. */
  counted(): number;
}

export const subjects: Record<Subject, (options: ObservabilityOptions) => Promise<RunningSubject>> = {
  rpc: startRpc,
  websocket: startWebsocket,
  queue: startQueue,
};

/** Nest's own server class without a wire: what is left of an RPC message when no transport costs anything. */
class InProcessServer extends Server implements CustomTransportStrategy {
  listen(callback: () => void): void {
    callback();
  }
  close(): void {
    /* Nothing is open. */
  }
  on(): void {
    /* Nothing happens to it. */
  }
  unwrap<T>(): T {
    throw new Error('there is nothing behind it');
  }
  async call(pattern: string, data: unknown): Promise<unknown> {
    const handler = this.getHandlerByPattern(pattern)!;
    return lastValueFrom(this.transformToObservable(await handler(data, undefined)));
  }
}

@Controller()
class SumController {
  @MessagePattern('sum')
  sum(numbers: readonly number[]): number {
    return numbers.length;
  }
}

async function startRpc(options: ObservabilityOptions): Promise<RunningSubject> {
  const server = new InProcessServer();
  const app = await create(rootModule(options, { controllers: [SumController] }));
  app.connectMicroservice({ strategy: server });
  await app.startAllMicroservices();
  await app.init();
  const metrics = app.get(MetricsService);
  return {
    app,
    run: async (count) => {
      for (let done = 0; done < count; done++) await server.call('sum', [1, 2]);
    },
    counted: () => total(metrics, 'rpc_messages_total'),
  };
}

@WebSocketGateway()
class EchoGateway {
  @SubscribeMessage('echo')
  echo(data: unknown): object {
    return { event: 'echo', data };
  }
}

async function startWebsocket(options: ObservabilityOptions): Promise<RunningSubject> {
  const app = await create(rootModule(options, { providers: [EchoGateway] }));
  app.useWebSocketAdapter(new WsAdapter(app));
  await app.listen(0, '127.0.0.1');
  const metrics = app.get(MetricsService);
  return {
    app,
    port: (app.getHttpServer().address() as AddressInfo).port,
    run: () => Promise.reject(new Error('the client is the parent')),
    counted: () => total(metrics, 'websocket_message_duration_seconds'),
  };
}

@Processor('bench', { concurrency: 16 })
class BenchProcessor extends WorkerHost {
  static processed = 0;

  async process(): Promise<void> {
    BenchProcessor.processed++;
  }
}

@Controller()
class BenchProducer {
  constructor(@InjectQueue('bench') readonly queue: Queue) {}
}

async function startQueue(options: ObservabilityOptions): Promise<RunningSubject> {
  const connection = { url: process.env['TEST_REDIS_URL']! };
  const app = await create(
    rootModule(
      { ...options, plugins: [...(options.plugins ?? []), bullmq()] },
      {
        imports: [
          BullModule.forRoot({ connection, defaultJobOptions: { removeOnComplete: true } }),
          BullModule.registerQueue({ name: 'bench' }),
        ],
        controllers: [BenchProducer],
        providers: [BenchProcessor],
      },
    ),
  );
  await app.init();
  const { queue } = app.get(BenchProducer);
  const metrics = app.get(MetricsService);
  return {
    app,
    run: async (count) => {
      const until = BenchProcessor.processed + count;
      await Promise.all(Array.from({ length: count }, () => queue.add('job', {})));
      while (BenchProcessor.processed < until) await new Promise((resolve) => setTimeout(resolve, 1));
    },
    counted: () => total(metrics, 'job_duration_seconds'),
  };
}

function rootModule(options: ObservabilityOptions, { imports = [], ...parts }: Parameters<typeof Module>[0]): Type {
  @Module({ imports: [ObservabilityModule.forRoot(options), ...imports], ...parts })
  class BenchModule {}
  return BenchModule;
}

function create(module: Type): Promise<INestApplication> {
  return NestFactory.create(module, { logger: false });
}

/** The sum over all series of a counter, or of a histogram's counts. */
function total(metrics: MetricsService, name: string): number {
  const family = metrics.snapshot().find((snapshot) => snapshot.name === name);
  const amounts = (family?.series ?? []).map(({ value }) => (typeof value === 'number' ? value : value.count));
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
