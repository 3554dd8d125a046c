/** The application that every process of this part serves: one route, one controller, one method of one service. */
import {
  applyDecorators,
  Controller,
  Get,
  Injectable,
  Module,
  type INestApplication,
  type ModuleMetadata,
  type NestApplicationOptions,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AddressInfo } from 'node:net';

export const platforms = ['express', 'fastify'] as const;

export type Platform = (typeof platforms)[number];

export const platformNames: Readonly<Record<Platform, string>> = { express: 'Express', fastify: 'Fastify' };

/** What somebody who observes it puts into it. */
export interface Observation extends Pick<ModuleMetadata, 'imports' | 'providers'> {
  readonly onHandler?: readonly MethodDecorator[];
  readonly onService?: readonly MethodDecorator[];
  readonly options?: NestApplicationOptions;
  /** Called before it listens. */
  readonly prepare?: (app: INestApplication) => void;
}

export interface HelloApplication {
  readonly app: INestApplication;
  readonly port: number;
  /** How often the service's method was called. */
  readonly handled: () => number;
}

export async function startHello(platform: Platform, observation: Observation = {}): Promise<HelloApplication> {
  const calls = { count: 0 };
  const module = helloModule(observation, calls);
  const app = await create(platform, module, { logger: ['error', 'warn'], ...observation.options });
  app.enableShutdownHooks();
  observation.prepare?.(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, port, handled: () => calls.count };
}

/** Express as Nest finds it by itself; Fastify is loaded only where it is used. */
async function create(platform: Platform, module: Type, options: NestApplicationOptions): Promise<INestApplication> {
  if (platform === 'express') return NestFactory.create(module, options);
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  return NestFactory.create(module, new FastifyAdapter(), options);
}

function helloModule(observation: Observation, calls: { count: number }): Type {
  const { onHandler = [], onService = [], imports = [], providers = [] } = observation;

  @Injectable()
  class HelloService {
    @applyDecorators(...onService)
    greet(): object {
      calls.count++;
      return { hello: 'world' };
    }
  }

  @Controller()
  class HelloController {
    constructor(private readonly service: HelloService) {}

    @Get('hello')
    @applyDecorators(...onHandler)
    hello(): object {
      return this.service.greet();
    }
  }

  @Module({ imports, controllers: [HelloController], providers: [HelloService, ...providers] })
  class HelloModule {}

  return HelloModule;
}
