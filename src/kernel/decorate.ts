/**
 * What all decorators of ours share: on a method they add one aspect to its callsite, on a class to every method the class
 * itself defines. A mistake is an error while the class is being defined, with the place in it.
 */
import type { Aspect, Callsite } from './callsite.js';
import { ObservabilityError } from './observability-error.js';
import { callsiteOf, observeMethod, observeProperty, type AnyMethod } from './observed-method.js';

export interface AspectDecoratorOptions {
  /** As the user writes it, for messages: `@Timed`. */
  readonly decorator: string;
  readonly aspect: Aspect;
  /** Methods marked with `optOutDecorator(optOut)` are left out when a class is decorated. */
  readonly optOut: symbol;
}

/**
 * A decorator for methods and classes. On a class it covers the instance methods the class defines under a name of their
 * own: not the constructor, accessors, static methods or Nest's life-cycle hooks, and no method that has the same
 * decorator itself.
 *
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE on properties, accessors and parameters.
 */
export function aspectDecorator(options: AspectDecoratorOptions): MethodDecorator & ClassDecorator {
  const decorate = (target: object, key?: string | symbol, descriptor?: unknown): void => {
    if (key === undefined && typeof descriptor !== 'number') decorateClass(target as DecoratedClass, options);
    else decorateMethod(options.decorator, target, key, descriptor, options.aspect);
  };
  return decorate as MethodDecorator & ClassDecorator;
}

/** Marks a method as left out of class decorators with the same symbol, and of their signal altogether. */
export function optOutDecorator(optOut: symbol): MethodDecorator {
  return (target, key, descriptor) => {
    const method = methodIn(descriptor) ?? misplaced('An opt-out decorator', target, key);
    Reflect.defineMetadata(optOut, true, method);
    // A decorator below has wrapped already; whoever binds the callsite sees the original only.
    const original = callsiteOf(method)?.original;
    if (original !== undefined) Reflect.defineMetadata(optOut, true, original);
  };
}

/** Whether a method, or the original behind a callsite, carries the opt-out. */
export function isOptedOut(method: object, optOut: symbol): boolean {
  return Reflect.hasOwnMetadata(optOut, method);
}

type DecoratedClass = { readonly name: string; readonly prototype: object };

const classAspects = new WeakSet<Aspect>();

const LIFE_CYCLE_HOOKS: ReadonlySet<string> = new Set([
  'constructor',
  'configure',
  'onModuleInit',
  'onModuleDestroy',
  'onApplicationBootstrap',
  'beforeApplicationShutdown',
  'onApplicationShutdown',
]);

/** Nest calls these; they are no work of a request. */
export function isLifeCycleHook(methodName: string): boolean {
  return LIFE_CYCLE_HOOKS.has(methodName);
}

function decorateClass({ name, prototype }: DecoratedClass, { aspect, optOut }: AspectDecoratorOptions): void {
  classAspects.add(aspect);
  for (const key of Object.getOwnPropertyNames(prototype)) {
    const method = methodIn(Object.getOwnPropertyDescriptor(prototype, key));
    if (method === undefined || isLifeCycleHook(key) || isOptedOut(method, optOut)) continue;
    if (!hasOwnAspect(callsiteOf(method), aspect)) {
      observeProperty(prototype, key, { className: name, methodName: key }, aspect);
    }
  }
}

/** The method's own decorator says more than the class's. */
function hasOwnAspect(callsite: Callsite | undefined, { type }: Aspect): boolean {
  return callsite?.aspects.some((aspect) => aspect.type === type && !classAspects.has(aspect)) === true;
}

function decorateMethod(
  decorator: string,
  target: object,
  key: string | symbol | undefined,
  descriptor: unknown,
  aspect: Aspect,
): void {
  const method = methodIn(descriptor) ?? misplaced(decorator, target, key);
  const identity = { className: classNameOf(target), methodName: String(key) };
  (descriptor as PropertyDescriptor).value = observeMethod(method, identity, aspect);
}

function methodIn(descriptor: unknown): AnyMethod | undefined {
  const value = (descriptor as PropertyDescriptor | undefined)?.value as unknown;
  return typeof value === 'function' ? (value as AnyMethod) : undefined;
}

function misplaced(decorator: string, target: object, key: string | symbol | undefined): never {
  throw ObservabilityError.of({
    code: 'OBS_ERR_DECORATOR_MISUSE',
    fact: `${decorator} works on methods and classes only`,
    got: `${classNameOf(target)}.${String(key ?? 'constructor')}`,
    fix: 'move it to a method, or to the class to cover all of them',
  });
}

function classNameOf(target: object): string {
  return typeof target === 'function' ? target.name : target.constructor.name;
}
