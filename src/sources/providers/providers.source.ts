/**
 * `autoTrace`: the methods of the application's own providers become spans without a decorator. By prototype, so that
 * instances, `#private` fields and identity stay what they are; whether a call makes a span is the tracing's affair.
 */
import type { Type } from '@nestjs/common';
import { types } from 'node:util';
import { autoTraceFilter, type AutoTraceOptions, type ClassFilter } from '../../config/index.js';
import { AUTO_TRACED, callsiteOf, isLifeCycleHook, type OperationPipeline } from '../../kernel/index.js';
import type { NestApplication } from '../nest-application.js';
import type { NestSource } from '../nest-source.js';
import { autoTraceMethod } from './auto-traced-method.js';
import { ownClasses } from './own-classes.js';

export class ProvidersSource implements NestSource {
  readonly name = 'providers';
  readonly conventions = [];
  private readonly isChosen: ClassFilter;
  private readonly isNamed: boolean;
  private pipeline: OperationPipeline | undefined;

  constructor(choice: boolean | AutoTraceOptions) {
    this.isChosen = autoTraceFilter(choice);
    this.isNamed = typeof choice === 'object' && choice.include !== undefined;
  }

  attach(pipeline: OperationPipeline): void {
    this.pipeline = pipeline;
  }

  /** Not before all instances are there, and other sources have made handlers of what they call themselves. */
  observeInstances(application: NestApplication): void {
    for (const type of this.ownClassesIn(application)) observeMethods(type);
    this.pipeline?.replan();
  }

  detach(): void {
    this.pipeline = undefined;
  }

  private ownClassesIn(application: NestApplication): Type[] {
    const providers = providerClasses(application);
    const own = ownClasses(this.chosen(lineage(providers)), rootModuleOf(application));
    if (own !== undefined) return own;
    // Where files tell nothing, the user has to: the list is then taken at its word.
    if (this.isNamed) return this.chosen(providers);
    this.pipeline?.diagnostics.warnOnce('auto-trace', NEEDS_NAMES);
    return [];
  }

  private chosen(classes: Iterable<Type>): Type[] {
    return [...classes].filter(({ name }) => this.isChosen(name));
  }
}

const NEEDS_NAMES =
  'autoTrace cannot tell the application from its packages: they are bundled into one file, or Node runs without its inspector. ' +
  "Fix: name the classes, e.g. autoTrace: { include: ['Orders*', '*Repository'] }.";

/** The first module after Nest's own. */
function rootModuleOf({ modules }: NestApplication): object | undefined {
  return [...modules.values()].find(({ metatype }) => metatype.name !== 'InternalCoreModule')?.metatype;
}

/** Classes of providers and enhancers, given as classes or known from what a value or factory gave; no controllers, no modules. */
function providerClasses(application: NestApplication): Set<Type> {
  const classes = application.providers();
  const enhancers = [...application.enhancersOf(application.controllers()), ...application.globalEnhancers()];
  for (const { type } of enhancers) classes.add(type);
  for (const instance of application.instances()) {
    const type = classOf(instance);
    if (type !== undefined) classes.add(type);
  }
  for (const controller of application.controllers()) classes.delete(controller);
  for (const { metatype } of application.modules.values()) classes.delete(metatype);
  return classes;
}

/** By the prototype, without asking the instance anything: it may be a proxy, or answer with its own `constructor`. */
function classOf(instance: object): Type | undefined {
  if (types.isProxy(instance)) return undefined;
  const prototype = Object.getPrototypeOf(instance) as object | null;
  const type: unknown = prototype && Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof type === 'function' && type.prototype === prototype ? (type as Type) : undefined;
}

/** The classes and those they extend: a method is observed, and named, where it is defined. */
function lineage(classes: Iterable<Type>): Set<Type> {
  const all = new Set<Type>();
  for (const type of classes) {
    let here: unknown = type;
    while (typeof here === 'function' && here !== Function.prototype && !types.isProxy(here)) {
      all.add(here as Type);
      here = Object.getPrototypeOf(here);
    }
  }
  return all;
}

function observeMethods({ name, prototype }: Type): void {
  for (const key of Object.getOwnPropertyNames(prototype ?? {})) {
    const method: unknown = Object.getOwnPropertyDescriptor(prototype, key)?.value;
    if (typeof method !== 'function' || isLeftOut(key) || isClass(method)) continue;
    const known = callsiteOf(method);
    if (known === undefined) autoTraceMethod(prototype as object, key, name);
    // A phase or a handler is an operation already; an application that was there before may have done the rest.
    else if (known.kind === 'method' && known.aspect(AUTO_TRACED) === undefined)
      known.aspects.push({ type: AUTO_TRACED, options: undefined });
  }
}

/** What the language or Nest calls, not the application. */
function isLeftOut(key: string): boolean {
  return isLifeCycleHook(key) || key in Object.prototype || key === 'then' || key === 'toJSON';
}

function isClass(method: object): boolean {
  const prototype = Object.getOwnPropertyDescriptor(method, 'prototype');
  return prototype !== undefined && prototype.writable === false;
}
