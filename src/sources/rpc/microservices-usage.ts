/** Whether an application has to do with microservices: by what it shows, before anything is loaded for it. */
import { types } from 'node:util';
import type { Type } from '@nestjs/common';
import type { NestApplication } from '../nest-application.js';
import { methodNames } from '../phases/enhancers.js';
import { prototypesOf } from './transports.js';

/** Nest's key for patterns of messages, events and gRPC methods alike. */
export const PATTERN_METADATA = 'microservices:pattern';

export function usesMicroservices(application: NestApplication): boolean {
  return (
    application.hasModule('ClientsModule') ||
    [...application.controllers()].some(hasPatterns) ||
    clientsAmong(application).next().done !== true
  );
}

function hasPatterns(controller: Type): boolean {
  const prototype = controller.prototype as Record<string, object>;
  return methodNames(prototype).some((name) => Reflect.hasMetadata(PATTERN_METADATA, prototype[name]!));
}

/** Instances that are clients, and clients that instances keep (`@Client()`, `ClientProxyFactory.create`). */
export function* clientsAmong(application: NestApplication): Generator<object> {
  for (const instance of application.instances()) {
    if (isClient(instance)) yield instance;
    else yield* clientsIn(instance);
  }
}

function* clientsIn(instance: object): Generator<object> {
  if (types.isProxy(instance)) return;
  for (const { value } of Object.values(Object.getOwnPropertyDescriptors(instance))) {
    if (isClient(value)) yield value;
  }
}

/** By the methods of its class: one of another copy of Nest's package, or of the application's own, is a client too. */
function isClient(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  return prototypesOf(value).some(isClientBase);
}

/** Nest's `ClientProxy`. */
export function isClientBase(prototype: object): boolean {
  return Object.hasOwn(prototype, 'createObserver') && Object.hasOwn(prototype, 'send');
}
