/**
 * Finds the methods with `@OnTelemetry()` among all providers and controllers, once their instances exist. A request-scoped or
 * transient one has no instance that could hear what happens between requests, so it is refused at start.
 */
import type { ModulesContainer } from '@nestjs/core';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { ObservabilityError, type Diagnostics, type Problem, type TelemetryBus } from '../kernel/index.js';
import { subscribe, type Hook } from './hook.js';
import { declaredHooks, type DeclaredHook } from './on-telemetry.decorator.js';

interface DeclaringProvider {
  readonly type: { readonly name: string };
  readonly instance: object;
  readonly isShared: boolean;
  readonly declared: readonly DeclaredHook[];
}

/**
 * Subscribes all of them; returns the unsubscribe.
 * @throws ObservabilityError OBS_ERR_CONFIG that lists every provider without an instance for the whole application
 */
export function subscribeProviders(modules: ModulesContainer, bus: TelemetryBus, diagnostics: Diagnostics): () => void {
  const providers = [...declaringProviders(modules)];
  const problems = providers.filter(({ isShared }) => !isShared).map(notShared);
  if (problems.length > 0) throw ObservabilityError.ofAll('OBS_ERR_CONFIG', 'Hooks cannot be called:', problems);
  const hooks = providers.flatMap(({ instance, declared }) => declared.map((one) => hookOf(instance, one)));
  const unsubscribes = hooks.map((hook) => subscribe(bus, diagnostics, hook));
  return () => unsubscribes.forEach((unsubscribe) => unsubscribe());
}

/** Each instance once, however many tokens it is provided under. */
function* declaringProviders(modules: ModulesContainer): Generator<DeclaringProvider> {
  const seen = new Set<unknown>();
  for (const wrapper of wrappersIn(modules)) {
    const type = classOf(wrapper);
    const declared = type === undefined ? [] : declaredHooks(type);
    const { instance } = wrapper;
    if (declared.length === 0 || seen.has(instance)) continue;
    seen.add(instance);
    const isShared = wrapper.isDependencyTreeStatic() && !wrapper.isTransient;
    yield { type: type!, instance: instance as object, isShared, declared };
  }
}

function* wrappersIn(modules: ModulesContainer): Generator<InstanceWrapper<unknown>> {
  for (const { providers, controllers, injectables } of modules.values()) {
    for (const collection of [providers, controllers, injectables]) {
      yield* collection.values() as Iterable<InstanceWrapper<unknown>>;
    }
  }
}

/** A factory tells its class only by what it has made. */
function classOf({ metatype, inject, instance }: InstanceWrapper<unknown>): { readonly name: string } | undefined {
  if (inject == null && typeof metatype === 'function') return metatype;
  if (typeof instance !== 'object' || instance === null) return undefined;
  const { constructor } = instance;
  return typeof constructor === 'function' ? constructor : undefined;
}

function hookOf(instance: object, { event, methodName, options }: DeclaredHook): Hook {
  const methods = instance as Record<string | symbol, Hook['listener']>;
  // Looked up at each call, so that spies and wrappers put there later take part.
  return { event, options, listener: (payload, moment) => methods[methodName]!(payload, moment) };
}

function notShared({ type, declared }: DeclaringProvider): Problem {
  return {
    code: 'OBS_ERR_DECORATOR_MISUSE',
    fact: `@OnTelemetry stands on ${type.name}.${String(declared[0]!.methodName)}, whose provider is request-scoped or transient`,
    fix: 'move the method to a provider of the default scope that injects nothing request-scoped',
  };
}
