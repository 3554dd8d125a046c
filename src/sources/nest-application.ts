/** The application as sources may see it: its modules, classes, enhancers, and the instances Nest has made. */
import type { Type } from '@nestjs/common';
import type { ExternalContextCreator, ModulesContainer } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { callsiteOf, type Callsite } from '../kernel/index.js';
import { enhancersAmong, enhancersOf, methodNames, type Enhancer, type EnhancerRole } from './phases/enhancers.js';

export interface ProvidedInstance {
  readonly token: unknown;
  readonly type: unknown;
  readonly instance: object;
}

export class NestApplication {
  private moduleNames: ReadonlyMap<string, string | undefined> | undefined;

  constructor(
    readonly modules: ModulesContainer,
    private readonly contexts: ExternalContextCreator,
  ) {}

  /** Whether a module class of this name is imported anywhere: `ScheduleModule`, `BullModule`. */
  hasModule(name: string): boolean {
    return [...this.modules.values()].some(({ metatype }) => metatype?.name === name);
  }

  controllers(): Set<Type> {
    return this.classesIn((module) => [module.controllers]);
  }

  /** Classes of providers and injectables (guards, resolvers, gateways, handlers), without those made by factories. */
  providers(): Set<Type> {
    return this.classesIn((module) => [module.providers, module.injectables]);
  }

  /** Classes of providers and controllers that carry this metadata: gateways, resolvers, processors. */
  classesWith(metadataKey: string): Type[] {
    return [...this.controllers(), ...this.providers()].filter((type) => Reflect.hasMetadata(metadataKey, type));
  }

  /** The module that declares the class of this name; undefined where none does, or several. */
  moduleOf(className: string): string | undefined {
    this.moduleNames ??= modulesByClass(this.modules);
    return this.moduleNames.get(className);
  }

  /** Nest's own configuration: every part of Nest that belongs to this application holds the same object. */
  get configuration(): object | undefined {
    return applicationConfigOf(this.contexts);
  }

  /** Enhancers declared on these classes, their handlers and parameters. */
  enhancersOf(types: Iterable<Type>): Enhancer[] {
    return [...types].flatMap((type) => [...enhancersOf(type)]);
  }

  /** Those of `app.useGlobal…` and APP_* providers, request-scoped ones included; complete once modules are initialised. */
  globalEnhancers(): Enhancer[] {
    const config = applicationConfigOf(this.contexts);
    if (config === undefined) return [];
    return ROLES.flatMap(([role, name]) => {
      const instances = config[`getGlobal${name}s`]?.() ?? [];
      const scoped = config[`getGlobalRequest${name}s`]?.() ?? [];
      const classes = scoped.map((wrapper) => (wrapper as InstanceWrapper).metatype);
      return [...enhancersAmong(role, [...instances, ...classes])];
    });
  }

  /** Every instance that Nest has made so far. */
  *instances(): Generator<object> {
    for (const { instance } of this.provided()) yield instance;
  }

  /** The same, each with its token and with what made it: a class, or a factory. */
  *provided(): Generator<ProvidedInstance> {
    for (const module of this.modules.values()) {
      for (const collection of [module.providers, module.controllers, module.injectables]) {
        for (const { token, metatype, instance } of collection.values() as Iterable<InstanceWrapper<unknown>>) {
          if (typeof instance === 'object' && instance !== null) yield { token, type: metatype, instance };
        }
      }
    }
  }

  /** The observed methods of every class that Nest knows. */
  *callsites(): Generator<Callsite> {
    for (const instance of this.instances()) {
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
      for (const name of prototype === null ? [] : methodNames(prototype)) {
        const callsite = callsiteOf(prototype![name]);
        if (callsite !== undefined) yield callsite;
      }
    }
  }

  private classesIn(collectionsOf: (module: ModuleOf) => Map<unknown, InstanceWrapper>[]): Set<Type> {
    const classes = new Set<Type>();
    for (const module of this.modules.values()) {
      for (const collection of collectionsOf(module)) {
        for (const { metatype, inject } of collection.values()) {
          // A factory's metatype is a function too, but no class.
          if (isClass(metatype) && inject == null) classes.add(metatype);
        }
      }
    }
    return classes;
  }
}

type ModuleOf = ReturnType<ModulesContainer['get']> & object;

const ROLES: readonly (readonly [EnhancerRole, string])[] = [
  ['guard', 'Guard'],
  ['pipe', 'Pipe'],
  ['interceptor', 'Interceptor'],
  ['filter', 'Filter'],
];

type GlobalLists = Readonly<Record<string, (() => readonly unknown[]) | undefined>>;

// Nest has no public way to the global enhancers; the configuration hangs on this provider in Nest 11 and 12 alike.
function applicationConfigOf(contexts: ExternalContextCreator): GlobalLists | undefined {
  const creator = (contexts as unknown as { guardsContextCreator?: { config?: GlobalLists } }).guardsContextCreator;
  const config = creator?.config;
  return typeof config?.['getGlobalGuards'] === 'function' ? config : undefined;
}

function modulesByClass(modules: ModulesContainer): ReadonlyMap<string, string | undefined> {
  const names = new Map<string, string | undefined>();
  for (const { metatype, controllers, providers } of modules.values()) {
    for (const { metatype: type } of [...controllers.values(), ...providers.values()] as InstanceWrapper[]) {
      if (!isClass(type) || type === metatype) continue;
      names.set(type.name, names.has(type.name) ? undefined : metatype.name);
    }
  }
  return names;
}

function isClass(value: unknown): value is Type {
  return typeof value === 'function' && value.prototype !== undefined;
}
