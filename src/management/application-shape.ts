/** The application's routes and modules, as Nest has put them together. */
import type { Type } from '@nestjs/common';
import type { Route } from '../sources/index.js';
import type { NestApplication } from '../sources/index.js';
import { declaredEnhancers, declaredVersions } from './route-metadata.js';
import type { Resource } from './resource.js';

export interface RouteRow {
  readonly method: string;
  readonly path: string;
  /** `OrdersController.find`; null for what is not Nest's. */
  readonly handler: string | null;
  readonly versions: readonly string[];
  /** Declared on the controller, then on the handler; global ones are not repeated on every route. */
  readonly guards: readonly string[];
  readonly interceptors: readonly string[];
  readonly pipes: readonly string[];
  readonly filters: readonly string[];
}

export interface ModuleRow {
  readonly name: string;
  readonly isGlobal: boolean;
  readonly imports: readonly string[];
  readonly controllers: readonly string[];
  /** Of classes. */
  readonly providers: readonly string[];
}

interface ShapeAnswer {
  readonly routes: readonly RouteRow[];
  readonly modules: readonly ModuleRow[];
}

type ModuleOf = NestApplication['modules'] extends ReadonlyMap<string, infer M> ? M : never;

export class ApplicationShape implements Resource {
  readonly name = 'routes';
  private application: NestApplication | undefined;

  constructor(private readonly routes: () => readonly Route[]) {}

  start(application: NestApplication): void {
    this.application = application;
  }

  read(): ShapeAnswer {
    const controllers = new Map([...(this.application?.controllers() ?? [])].map((type) => [type.name, type]));
    const modules = [...(this.application?.modules.values() ?? [])];
    return { routes: this.routes().map((route) => rowOf(route, controllers)), modules: modules.map(moduleRow) };
  }
}

function rowOf({ method, template, handler }: Route, controllers: ReadonlyMap<string, Type>): RouteRow {
  const [className, methodName] = (handler ?? '').split('.') as [string, string | undefined];
  const type = controllers.get(className);
  return {
    method,
    path: template,
    handler: handler ?? null,
    versions: declaredVersions(type, methodName),
    guards: declaredEnhancers(type, methodName, 'guard'),
    interceptors: declaredEnhancers(type, methodName, 'interceptor'),
    pipes: declaredEnhancers(type, methodName, 'pipe'),
    filters: declaredEnhancers(type, methodName, 'filter'),
  };
}

function moduleRow({ metatype, isGlobal, imports, controllers, providers }: ModuleOf): ModuleRow {
  return {
    name: metatype.name,
    isGlobal,
    imports: [...imports].map((module) => module.metatype.name),
    controllers: [...controllers.values()].map(({ name }) => String(name)),
    providers: [...providers.values()].flatMap(({ token }) => (typeof token === 'function' ? token.name : [])),
  };
}
