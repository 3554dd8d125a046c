/**
 * The phases of a request: which guard, pipe, interceptor, handler or filter took how long. By prototype wrappers on the
 * application's own classes, never by a global interceptor: one alone costs half a bare request.
 */
import type { Type } from '@nestjs/common';
import {
  callsiteOf,
  observeMethod,
  type AnyMethod,
  type OperationKind,
  type OperationPipeline,
  type OperationSource,
} from '../../kernel/index.js';
import { HANDLER_NAME } from '../http/route-table.js';
import { methodNames, methodOf, type Enhancer, type EnhancerRole } from './enhancers.js';
import { observeIntercept } from './observed-interceptor.js';
import {
  filterAction,
  guardAction,
  phaseMeasures,
  phaseMetrics,
  pipeAction,
  type ActionOf,
  type Phase,
} from './phase.metrics.js';

type SimpleRole = Exclude<EnhancerRole, 'interceptor'>;

const SIMPLE_ROLES: Readonly<Record<SimpleRole, { kind: OperationKind; phase: Phase; actionOf: ActionOf }>> = {
  guard: { kind: 'nest.guard', phase: 'guard', actionOf: guardAction },
  pipe: { kind: 'nest.pipe', phase: 'pipe', actionOf: pipeAction },
  filter: { kind: 'nest.filter', phase: 'filter', actionOf: filterAction },
};

const PATH_METADATA = 'path';

export class PhaseSource implements OperationSource {
  readonly name = 'phases';
  readonly conventions = [];
  readonly callMetrics = phaseMetrics;

  // Prototype wrappers stay for the life of the class; without a pipeline they are a plain call.
  attach(_pipeline: OperationPipeline): void {}
  detach(): void {}

  observeHandlers(controller: Type): void {
    const prototype = controller.prototype as Record<string, AnyMethod>;
    for (const key of methodNames(prototype)) {
      const method = prototype[key]!;
      if (!Reflect.hasMetadata(PATH_METADATA, method)) continue;
      const identity = { kind: 'nest.handler', className: controller.name, methodName: key } as const;
      replace(prototype, key, observeMethod(method, identity));
    }
  }

  observeEnhancer({ role, type }: Enhancer): void {
    const prototype = type.prototype as Record<string, AnyMethod>;
    const key = methodOf(role);
    if (hasOwnObserved(prototype, key)) return;
    // A class that inherits the method is measured under its own name.
    const original = originalOf(prototype[key]!);
    replace(
      prototype,
      key,
      role === 'interceptor' ? observeIntercept(original, type.name) : observeSimple(original, type.name, role),
    );
  }
}

function observeSimple(original: AnyMethod, className: string, role: SimpleRole): AnyMethod {
  const { kind, phase, actionOf } = SIMPLE_ROLES[role];
  const observed = observeMethod(original, { kind, className, methodName: methodOf(role) });
  callsiteOf(observed)!.measures = phaseMeasures(className, phase, actionOf);
  return observed;
}

function originalOf(method: AnyMethod): AnyMethod {
  return (callsiteOf(method)?.original as AnyMethod | undefined) ?? method;
}

/** Leaves the controller method's name for the route table; Nest copies a method's metadata to its route handler. */
export function nameHandlers(controller: Type): void {
  const prototype = controller.prototype as Record<string, AnyMethod>;
  for (const key of methodNames(prototype)) {
    const method = prototype[key]!;
    if (Reflect.hasMetadata(PATH_METADATA, method))
      Reflect.defineMetadata(HANDLER_NAME, `${controller.name}.${key}`, method);
  }
}

function hasOwnObserved(prototype: object, key: string): boolean {
  return callsiteOf(Object.getOwnPropertyDescriptor(prototype, key)?.value) !== undefined;
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
