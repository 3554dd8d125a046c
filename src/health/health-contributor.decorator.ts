/**
 * `@HealthContributor()` lets any provider join the readiness probe. It only leaves a note; whoever walks the container
 * asks `contributorsOf` each instance.
 */
import { ObservabilityError } from '../kernel/index.js';
import type { HealthCheck, HealthCheckOptions } from './health-check.js';

const CONTRIBUTIONS = 'nestjs-observability:health-contributions';

interface Contribution extends HealthCheckOptions {
  readonly name: string;
  readonly methodName: string | symbol;
}

/**
 * What `@HealthContributor()` is: for a class with a `check()`, or for a method.
 *
 * @example
 * ```ts
 * const Optional: HealthContributorDecorator = HealthContributor(undefined, { isOptional: true });
 *
 * @Optional
 * class Mail {
 *   check(): boolean {
 *     return true;
 *   }
 * }
 * ```
 */
export type HealthContributorDecorator = (
  target: object,
  methodName?: string | symbol,
  descriptor?: PropertyDescriptor,
) => void;

/**
 * Makes a method, or a class with a `check()`, a health check.
 * On a method: it is the check, or returns one such as `databaseCheck`'s. On a class: its `check()` is. What the method returns or
 * throws is read as told at `HealthCheck.check`; Terminus indicators fit as they are.
 *
 * @param name label value and key in the probe's answer; the class name, or `Class.method`, when left out
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE on anything but a class or an instance method
 * @example
 * ```ts
 * @Injectable()
 * class Licence {
 *   @HealthContributor('licence', { isOptional: true, cacheMs: 60_000 })
 *   check(): boolean {
 *     return Date.now() < Date.parse('2030-01-01');
 *   }
 * }
 * ```
 */
export function HealthContributor(name?: string, options: HealthCheckOptions = {}): HealthContributorDecorator {
  return (target, methodName, descriptor) => {
    if (typeof target === 'function' && methodName === undefined) {
      note(target, { ...options, name: name ?? target.name, methodName: 'check' });
      return;
    }
    if (typeof target === 'function' || methodName === undefined || typeof descriptor?.value !== 'function') {
      throw misuse(`@HealthContributor stands on ${String(methodName)}, which is not an instance method`);
    }
    note(target.constructor, {
      ...options,
      name: name ?? `${target.constructor.name}.${String(methodName)}`,
      methodName,
    });
  };
}

/**
 * The checks that an instance contributes, its superclasses' included; none for most.
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE when a decorated class has no `check()`
 */
export function contributorsOf(instance: unknown): HealthCheck[] {
  if (typeof instance !== 'object' || instance === null) return [];
  const { constructor } = instance;
  return typeof constructor === 'function' ? contributionsOf(constructor).map((one) => checkOf(instance, one)) : [];
}

function checkOf(instance: object, { methodName, ...options }: Contribution): HealthCheck {
  const methods = instance as Record<string | symbol, unknown>;
  if (typeof methods[methodName] !== 'function') {
    throw misuse(`@HealthContributor stands on ${instance.constructor.name}, which has no check() method`);
  }
  // Looked up at each run, so that spies and wrappers put there later take part.
  const ask = (signal: AbortSignal) => (methods[methodName] as HealthCheck['check'])(signal);
  return { ...options, check: (signal) => outcomeOf(ask(signal), signal) };
}

/** A method may return a check instead of being one. */
function outcomeOf(returned: unknown, signal: AbortSignal): unknown {
  return isCheck(returned) ? returned.check(signal) : returned;
}

function isCheck(value: unknown): value is HealthCheck {
  const { name, check } = (value ?? {}) as Partial<HealthCheck>;
  return typeof name === 'string' && typeof check === 'function';
}

function contributionsOf(constructor: object): readonly Contribution[] {
  return (Reflect.getMetadata(CONTRIBUTIONS, constructor) as readonly Contribution[] | undefined) ?? [];
}

/** A new list each time: a subclass starts with its parent's and must not add to them. */
function note(constructor: object, contribution: Contribution): void {
  const others = contributionsOf(constructor).filter(({ methodName }) => methodName !== contribution.methodName);
  Reflect.defineMetadata(CONTRIBUTIONS, [...others, contribution], constructor);
}

function misuse(fact: string): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_DECORATOR_MISUSE',
    fact,
    fix: 'put it on an instance method, or on a class with a check() method',
  });
}
