/**
 * Messages between services, by Nest's microservices: TCP, Redis, NATS, RabbitMQ, MQTT, gRPC, Kafka and strategies of the
 * application's own, on both ends. Servers are heard of when Nest registers them, clients are found among the instances.
 */
import type { TraceRelation } from '../../hooks/index.js';
import type { Meter, OperationPipeline } from '../../kernel/index.js';
import type { NestApplication } from '../nest-application.js';
import type { NestSource } from '../nest-source.js';
import { observeHandlers } from '../phases/phase.source.js';
import { microservices, rememberExceptions } from './microservices-package.js';
import { clientsAmong, PATTERN_METADATA } from './microservices-usage.js';
import { observeClientClass } from './observed-client.js';
import { observeServerClass } from './observed-server.js';
import { rpcClientConvention, rpcServerConvention } from './rpc.convention.js';
import { enter, leave, own, RpcObserver, type RpcApplication } from './rpc-observer.js';

export interface RpcSourceOptions {
  readonly eventRelation: TraceRelation;
  /** Whether handlers are phases of their own. */
  readonly observesHandlers: boolean;
}

export class RpcSource implements NestSource, RpcApplication {
  readonly name = 'rpc';
  readonly conventions = [rpcServerConvention, rpcClientConvention];
  observer: RpcObserver | undefined;
  private stopHearing = (): void => undefined;
  private readonly failures: unknown[] = [];

  constructor(private readonly options: RpcSourceOptions) {}

  observeClasses(application: NestApplication): void {
    if (this.options.observesHandlers) {
      for (const controller of application.controllers()) observeHandlers(controller, PATTERN_METADATA);
    }
    for (const client of clientsAmong(application)) observeClientClass(client);
    // A server is registered before its handlers are; one of a hybrid application, whenever the application likes.
    const heard = application.modules.getRpcTargetRegistry<object>().subscribe((server) => this.observeServer(server));
    this.stopHearing = () => heard.unsubscribe();
    if (application.hasModule('ClientsModule')) this.attempt(observeGrpcClients);
  }

  attach(pipeline: OperationPipeline, meter: Meter): void {
    for (const error of this.failures.splice(0)) pipeline.diagnostics.failed(this.name, 'classes', error);
    this.observer = new RpcObserver(pipeline, meter, this.options.eventRelation);
    enter(this);
  }

  observeInstances(application: NestApplication): void {
    for (const client of clientsAmong(application)) observeClientClass(client);
  }

  detach(): void {
    this.stopHearing();
    leave(this);
    this.observer?.close();
    this.observer = undefined;
  }

  private observeServer(server: object): void {
    own(server, this);
    this.attempt(() => observeServerClass(server));
    this.attempt(rememberExceptions);
  }

  /** Nest registers a server long before there is anybody to tell of a failure, and must not meet it itself. */
  private attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.failures.push(error);
    }
  }
}

/** Their services may be asked for before any client can be found among the instances. */
function observeGrpcClients(): void {
  observeClientClass(Object.create(microservices().ClientGrpcProxy.prototype) as object);
}
