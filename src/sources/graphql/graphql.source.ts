/**
 * GraphQL operations of @nestjs/graphql. Neither it nor a driver nor graphql itself is ever loaded: the driver is found among the
 * application's providers, and its prototype wrapped once.
 */
import type { Type } from '@nestjs/common';
import type { OperationPipeline } from '../../kernel/index.js';
import type { NestApplication } from '../nest-application.js';
import type { NestSource } from '../nest-source.js';
import { methodNames } from '../phases/enhancers.js';
import { observeEnhancer, observeHandlers } from '../phases/phase.source.js';
import { isDriver, observeDriver } from './driver.js';
import { graphqlConvention } from './graphql.convention.js';

export interface GraphqlSourceOptions {
  /** A span for each call of a resolver method. */
  readonly resolvers: boolean;
  /** Guards, pipes, interceptors and filters of resolvers as phases. */
  readonly phases: boolean;
}

const observedDrivers = new WeakSet<object>();
/** By driver: each application has its own, whereas their prototypes are everybody's. */
const sources = new WeakMap<object, GraphqlSource>();

/** Metadata of methods that resolve: a root field, or a field of a type. */
const RESOLVER_METADATA = ['graphql:resolver_type', 'graphql:resolve_property'];

export class GraphqlSource implements NestSource {
  readonly name = 'graphql';
  readonly conventions = [graphqlConvention];
  private pipeline: OperationPipeline | undefined;

  constructor(private readonly options: GraphqlSourceOptions) {}

  observeClasses(application: NestApplication): void {
    const providers = [...application.providers()];
    for (const { prototype } of providers) this.observeIfDriver(prototype as object);
    const resolvers = providers.filter(isResolver);
    if (this.options.phases) for (const enhancer of application.enhancersOf(resolvers)) observeEnhancer(enhancer);
    if (this.options.resolvers) for (const resolver of resolvers) observeResolver(resolver);
  }

  attach(pipeline: OperationPipeline): void {
    this.pipeline = pipeline;
  }

  observeInstances(application: NestApplication): void {
    for (const instance of application.instances()) {
      if (observedDrivers.has(Object.getPrototypeOf(instance) as object)) sources.set(instance, this);
    }
  }

  detach(): void {
    this.pipeline = undefined;
  }

  get observing(): OperationPipeline | undefined {
    return this.pipeline?.isObserved(graphqlConvention.kind) === true ? this.pipeline : undefined;
  }

  private observeIfDriver(prototype: object): void {
    if (observedDrivers.has(prototype) || !isDriver(prototype)) return;
    observeDriver(prototype, pipelineOf);
    observedDrivers.add(prototype);
  }
}

function pipelineOf(driver: object): OperationPipeline | undefined {
  return sources.get(driver)?.observing;
}

function isResolver({ prototype }: Type): boolean {
  const methods = prototype as Record<string, object>;
  return methodNames(methods).some((name) => RESOLVER_METADATA.some((key) => Reflect.hasMetadata(key, methods[name]!)));
}

function observeResolver(resolver: Type): void {
  for (const key of RESOLVER_METADATA) observeHandlers(resolver, key, 'graphql.resolver');
}
