/** Walks the application's modules: its controllers, its enhancers, and the instances it has made. */
import type { Type } from '@nestjs/common';
import type { ExternalContextCreator, ModulesContainer } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { callsiteOf, type Callsite } from './kernel/index.js';
import { enhancersAmong, enhancersOf, methodNames, type Enhancer, type EnhancerRole } from './sources/index.js';

export function controllersOf(modules: ModulesContainer): Set<Type> {
  const controllers = new Set<Type>();
  for (const module of modules.values()) {
    for (const { metatype } of module.controllers.values()) if (isClass(metatype)) controllers.add(metatype);
  }
  return controllers;
}

/** Enhancers declared on controllers, handlers and parameters. */
export function declaredEnhancers(modules: ModulesContainer): Enhancer[] {
  return [...controllersOf(modules)].flatMap((controller) => [...enhancersOf(controller)]);
}

/** Those of `app.useGlobal…` and APP_* providers, request-scoped ones included; complete once modules are initialised. */
export function globalEnhancers(contexts: ExternalContextCreator): Enhancer[] {
  const config = applicationConfigOf(contexts);
  if (config === undefined) return [];
  return ROLES.flatMap(([role, name]) => {
    const instances = config[`getGlobal${name}s`]?.() ?? [];
    const scoped = config[`getGlobalRequest${name}s`]?.() ?? [];
    const classes = scoped.map((wrapper) => (wrapper as InstanceWrapper).metatype);
    return [...enhancersAmong(role, [...instances, ...classes])];
  });
}

/** Every instance that Nest has made so far. */
export function* instancesOf(modules: ModulesContainer): Generator<object> {
  for (const module of modules.values()) {
    for (const collection of [module.providers, module.controllers, module.injectables]) {
      for (const { instance } of collection.values()) {
        if (typeof instance === 'object' && instance !== null) yield instance as object;
      }
    }
  }
}

/** The observed methods of every class that Nest knows. */
export function* callsitesOf(modules: ModulesContainer): Generator<Callsite> {
  for (const instance of instancesOf(modules)) {
    const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
    for (const name of prototype === null ? [] : methodNames(prototype)) {
      const callsite = callsiteOf(prototype![name]);
      if (callsite !== undefined) yield callsite;
    }
  }
}

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
  return typeof config?.['getGlobalGuards'] === 'function' ? bound(config) : undefined;
}

function bound(config: GlobalLists): GlobalLists {
  const names = ROLES.flatMap(([, name]) => [`getGlobal${name}s`, `getGlobalRequest${name}s`]);
  return Object.fromEntries(names.map((name) => [name, config[name]?.bind(config)]));
}

function isClass(value: unknown): value is Type {
  return typeof value === 'function' && value.prototype !== undefined;
}
