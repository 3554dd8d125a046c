/** A service and its caller: two real applications, one behind a transport, one that has a client for it. */
import {
  Inject,
  Injectable,
  Module,
  type INestApplicationContext,
  type INestMicroservice,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientsModule,
  Transport,
  type ClientProvider,
  type ClientProviderOptions,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { ObservabilityModule, Traced, type ObservabilityOptions } from 'nestjs-observability';
import { TelemetryRecorder } from 'nestjs-observability/testing';
import { firstValueFrom, lastValueFrom, toArray, type Observable } from 'rxjs';

export const CLIENT = 'ORDERS_CLIENT';

@Injectable()
export class Caller {
  constructor(@Inject(CLIENT) readonly client: ClientProxy) {}

  @Traced()
  async ask(pattern: unknown, data: unknown): Promise<unknown> {
    return firstValueFrom(this.client.send(pattern, data));
  }

  @Traced()
  async askAll(pattern: unknown, data: unknown): Promise<unknown[]> {
    return lastValueFrom(this.client.send(pattern, data).pipe(toArray()));
  }

  @Traced()
  async tell(pattern: unknown, data: unknown): Promise<unknown> {
    return lastValueFrom(this.client.emit(pattern, data), { defaultValue: undefined });
  }

  @Traced()
  async within<T>(work: (client: ClientProxy) => Observable<T> | Promise<T>): Promise<T> {
    const result = work(this.client);
    return result instanceof Promise ? result : lastValueFrom(result);
  }
}

export interface PairSpec {
  readonly server: MicroserviceOptions;
  readonly client: ClientProvider;
  readonly controllers: Type[];
  readonly observability?: ObservabilityOptions;
  /** Before the client connects. */
  readonly prepare?: (client: ClientProxy) => void;
  /** Without the module on either side, for comparisons. */
  readonly isBare?: boolean;
}

export interface Pair {
  readonly caller: Caller;
  readonly callerApp: INestApplicationContext;
  readonly service: INestMicroservice;
  /** What the caller and the service told, each its own. */
  readonly calling: TelemetryRecorder;
  readonly serving: TelemetryRecorder;
  close(): Promise<void>;
}

const running = new Set<Pair>();

export async function startPair({
  server,
  client,
  controllers,
  observability,
  prepare,
  isBare,
}: PairSpec): Promise<Pair> {
  const calling = new TelemetryRecorder();
  const serving = new TelemetryRecorder();
  const module = (recorder: TelemetryRecorder) =>
    isBare === true ? [] : [ObservabilityModule.forRoot(recorder.observing(observability))];
  const logger = isBare === true ? (false as const) : undefined;

  const serviceModule = moduleOf({ imports: module(serving), controllers });
  const service = await NestFactory.createMicroservice<MicroserviceOptions>(serviceModule, {
    ...server,
    logger,
    abortOnError: false,
  } as never);
  await service.listen();
  const clients = ClientsModule.register([{ name: CLIENT, ...client } as ClientProviderOptions]);
  const callerModule = moduleOf({ imports: [...module(calling), clients], providers: [Caller] });
  const callerApp = await NestFactory.createApplicationContext(callerModule, { logger, abortOnError: false });
  const caller = callerApp.get(Caller);
  prepare?.(caller.client);
  if (!('transport' in client) || client.transport !== Transport.GRPC) await caller.client.connect();

  const pair: Pair = {
    caller,
    callerApp,
    service,
    calling,
    serving,
    close: async () => {
      if (!running.delete(pair)) return;
      await callerApp.close();
      await service.close();
    },
  };
  running.add(pair);
  return pair;
}

/** Call in `afterEach`: closes whatever a test left running. */
export async function closePairs(): Promise<void> {
  await Promise.all([...running].map((pair) => pair.close()));
}

function moduleOf(metadata: Parameters<typeof Module>[0]): Type {
  @Module(metadata)
  class PairModule {}
  return PairModule;
}
