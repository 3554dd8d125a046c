/**
 * Finds the application's guards, pipes, interceptors and filters wherever Nest lets one declare them: on controllers and
 * handlers, on parameters, as APP_* providers, and through `app.useGlobal…`.
 */
import type { Type } from '@nestjs/common';

export type EnhancerRole = 'guard' | 'pipe' | 'interceptor' | 'filter';

export interface Enhancer {
  readonly role: EnhancerRole;
  readonly type: Type;
}

/** Nest's metadata keys; stable since Nest 5 and the same on 11 and 12. */
const ROLE_METADATA: readonly (readonly [EnhancerRole, string])[] = [
  ['guard', '__guards__'],
  ['pipe', '__pipes__'],
  ['interceptor', '__interceptors__'],
  ['filter', '__exceptionFilters__'],
];
const ROUTE_ARGUMENTS_METADATA = '__routeArguments__';

const ROLE_METHOD: Readonly<Record<EnhancerRole, string>> = {
  guard: 'canActivate',
  pipe: 'transform',
  interceptor: 'intercept',
  filter: 'catch',
};

export function methodOf(role: EnhancerRole): string {
  return ROLE_METHOD[role];
}

/** Those declared on one controller, its handlers and their parameters. */
export function* enhancersOf(controller: Type): Generator<Enhancer> {
  yield* declaredOn(controller);
  for (const key of methodNames(controller.prototype as object)) {
    yield* declaredOn((controller.prototype as Record<string, object>)[key]!);
    yield* parameterPipes(controller, key);
  }
}

/** Those given as instances or classes by role: `app.useGlobalGuards(new G())`, APP_GUARD. */
export function* enhancersAmong(role: EnhancerRole, values: readonly unknown[] | undefined): Generator<Enhancer> {
  for (const value of values ?? []) {
    const type = classOf(value);
    if (type !== undefined && typeof type.prototype?.[ROLE_METHOD[role]] === 'function') yield { role, type };
  }
}

function* declaredOn(target: object): Generator<Enhancer> {
  for (const [role, key] of ROLE_METADATA) {
    yield* enhancersAmong(role, Reflect.getMetadata(key, target) as unknown[] | undefined);
  }
}

function* parameterPipes(controller: Type, key: string): Generator<Enhancer> {
  const metadata = Reflect.getMetadata(ROUTE_ARGUMENTS_METADATA, controller, key) as
    Record<string, { pipes?: unknown[] }> | undefined;
  for (const parameter of Object.values(metadata ?? {})) yield* enhancersAmong('pipe', parameter.pipes);
}

/** Names of all methods, inherited ones included; accessors are not evaluated. */
export function methodNames(prototype: object): string[] {
  const names = new Set<string>();
  for (let here = prototype; here !== null && here !== Object.prototype; here = Object.getPrototypeOf(here) as object) {
    for (const name of Object.getOwnPropertyNames(here)) {
      const isMethod = typeof Object.getOwnPropertyDescriptor(here, name)?.value === 'function';
      if (isMethod && name !== 'constructor') names.add(name);
    }
  }
  return [...names];
}

function classOf(value: unknown): Type | undefined {
  if (typeof value === 'function') return value as Type;
  const constructor = typeof value === 'object' && value !== null ? value.constructor : undefined;
  return typeof constructor === 'function' && constructor !== Object ? (constructor as Type) : undefined;
}
