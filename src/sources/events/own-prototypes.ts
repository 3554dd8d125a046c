/** Everything of the application that may have listeners or handlers. */
import { types } from 'node:util';
import type { NestApplication } from '../nest-application.js';

/** Prototypes of classes, request-scoped ones too, and of what factories have made. */
export function prototypesOf(application: NestApplication): Set<object> {
  const classes = [...application.controllers(), ...application.providers()];
  const prototypes = new Set<object>(classes.map(({ prototype }) => prototype as object));
  for (const instance of plainInstances(application)) {
    const prototype = Object.getPrototypeOf(instance) as object | null;
    if (prototype !== null) prototypes.add(prototype);
  }
  return prototypes;
}

/** Without proxies: what these answer is the application's code. */
export function plainInstances(application: NestApplication): object[] {
  return [...application.instances()].filter((instance) => !types.isProxy(instance));
}

/** The class of a prototype; accessors are not evaluated. */
export function classOf(prototype: object): Function | undefined {
  const type: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof type === 'function' ? type : undefined;
}

/** The name of an instance's class, whatever the instance is; bounded by the code. */
export function classNameOf(instance: unknown): string {
  const prototype: unknown = instance === null || instance === undefined ? undefined : Object.getPrototypeOf(instance);
  const name: unknown = prototype === null || prototype === undefined ? undefined : classOf(prototype)?.name;
  return typeof name === 'string' && name !== '' ? name : '_OTHER';
}
