/**
 * The phases of a request: which guard, pipe, interceptor, handler or filter took how long. By prototype wrappers on the
 * application's own classes, never by a global interceptor: one alone costs half a bare request.
 */
import type { Type } from '@nestjs/common';
import { callsiteOf, impersonate, observeMethod, type AnyMethod, type OperationKind } from '../../kernel/index.js';
import { routeSettingsOf } from '../http/observability.decorator.js';
import { HANDLER_NAME, HANDLER_SETTINGS } from '../http/route-table.js';
import { methodNames, methodOf, type Enhancer, type EnhancerRole } from './enhancers.js';
import { observeIntercept } from './observed-interceptor.js';
import { filterAction, guardAction, phaseMeasures, pipeAction, type ActionOf, type Phase } from './phase.metrics.js';

type SimpleRole = Exclude<EnhancerRole, 'interceptor'>;

const SIMPLE_ROLES: Readonly<Record<SimpleRole, { kind: OperationKind; phase: Phase; actionOf: ActionOf }>> = {
  guard: { kind: 'nest.guard', phase: 'guard', actionOf: guardAction },
  pipe: { kind: 'nest.pipe', phase: 'pipe', actionOf: pipeAction },
  filter: { kind: 'nest.filter', phase: 'filter', actionOf: filterAction },
};

const PATH_METADATA = 'path';

/**
 * Handlers are the methods with this metadata: routes by default, message patterns or resolvers for other sources.
 * Wrappers stay for the life of the class; without a pipeline they are a plain call.
 */
export function observeHandlers(
  controller: Type,
  metadataKey = PATH_METADATA,
  kind: OperationKind = 'nest.handler',
): void {
  const prototype = controller.prototype as Record<string, AnyMethod>;
  for (const key of methodNames(prototype)) {
    if (!Reflect.hasMetadata(metadataKey, prototype[key]!)) continue;
    const method = methodToObserve(prototype, key);
    const identity = { kind, className: controller.name, methodName: key };
    replace(prototype, key, observeMethod(method, identity));
  }
}

export function observeEnhancer({ role, type }: Enhancer): void {
  const prototype = type.prototype as Record<string, AnyMethod>;
  const key = methodOf(role);
  const method = methodToObserve(prototype, key);
  if (isPhase(method)) return;
  const isInherited = !Object.hasOwn(prototype, key);
  if (role === 'interceptor') replace(prototype, key, observeIntercept(method, type.name));
  else replace(prototype, key, observeSimple(isInherited ? forwarding(method) : method, type.name, role));
}

function observeSimple(original: AnyMethod, className: string, role: SimpleRole): AnyMethod {
  const { kind, phase, actionOf } = SIMPLE_ROLES[role];
  const observed = observeMethod(original, { kind, className, methodName: methodOf(role) });
  callsiteOf(observed)!.measures = phaseMeasures(className, phase, actionOf);
  return observed;
}

/** A class that inherits a method is measured under its own name, not as the class that had it before. */
function methodToObserve(prototype: Record<string, AnyMethod>, key: string): AnyMethod {
  const method = prototype[key]!;
  const callsite = callsiteOf(method);
  const isOthers = !Object.hasOwn(prototype, key) && isPhase(method) && callsite?.aspects.length === 0;
  return isOthers ? (callsite.original as AnyMethod) : method;
}

/** A decorated method may be inherited by several classes: each needs a wrapper around the one with the decorators. */
function forwarding(method: AnyMethod): AnyMethod {
  if (callsiteOf(method) === undefined) return method;
  const forward = function (this: unknown): unknown {
    return Reflect.apply(method, this, arguments);
  };
  impersonate(forward, method);
  return forward;
}

function isPhase(method: AnyMethod): boolean {
  const kind = callsiteOf(method)?.kind;
  return kind !== undefined && kind !== 'method';
}

/** Leaves the controller method's name, and how it is to be observed, for the route table; Nest copies a method's metadata to its route handler. */
export function nameHandlers(controller: Type): void {
  const prototype = controller.prototype as Record<string, AnyMethod>;
  for (const key of methodNames(prototype)) {
    const method = prototype[key]!;
    if (!Reflect.hasMetadata(PATH_METADATA, method)) continue;
    Reflect.defineMetadata(HANDLER_NAME, `${controller.name}.${key}`, method);
    Reflect.defineMetadata(HANDLER_SETTINGS, routeSettingsOf(controller, method), method);
  }
}

function replace(prototype: Record<string, AnyMethod>, key: string, method: AnyMethod): void {
  const own = Object.getOwnPropertyDescriptor(prototype, key);
  if (own?.configurable === false || !Object.isExtensible(prototype)) return;
  Object.defineProperty(prototype, key, {
    configurable: true,
    writable: true,
    enumerable: false,
    ...own,
    value: method,
  });
}
