/** `@Traced()`: a span for each call of a method, and nothing about its arguments or result unless named. */
import type { Attributes, Link } from '@opentelemetry/api';
import { aspectDecorator, type Aspect } from '../kernel/index.js';
import { NO_TRACE } from './no-trace.decorator.js';

export const TRACED = 'traced';

type AttributesOfCall = { of(args: readonly unknown[], result: unknown): Attributes }['of'];
type LinksOfCall = { of(args: readonly unknown[]): readonly Link[] }['of'];
type SkipsCall = { of(args: readonly unknown[]): boolean }['of'];

/**
 * What the span of a call says, and which calls have one.
 *
 * @example
 * ```ts
 * const outgoing: TracedOptions = { kind: 'client', skip: ([dryRun]) => dryRun === true };
 *
 * class Mailer {
 *   @Traced('send mail', outgoing)
 *   send(dryRun: boolean): boolean {
 *     return !dryRun;
 *   }
 * }
 * ```
 */
export interface TracedOptions {
  /** @default 'internal' */
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Attributes of every span, or of this call; the result is undefined when the call failed. Asked when the call ends. */
  readonly attributes?: Attributes | AttributesOfCall;
  /** Other spans this one follows from; OpenTelemetry's span links. */
  readonly links?: readonly Link[] | LinksOfCall;
  /** Begin a new trace with its own sampling decision, linked to the caller's. @default false */
  readonly root?: boolean;
  /** Calls for which no span is made. */
  readonly skip?: SkipsCall;
}

/** What the decorator leaves at the callsite. */
export interface TracedAspect extends TracedOptions {
  /** Span name; undefined is `Class.method`. */
  readonly name: string | undefined;
  /** Put in place of the class name, when a class was decorated with a name. */
  readonly prefix: string | undefined;
}

/**
 * Records a span for each call of the method, or of every method the class defines (not constructor, accessors or
 * life-cycle hooks). A callback of the options that throws costs its part of the span, never the call.
 *
 * @param nameOrOptions options, or the span name, by default `Class.method`; on a class it replaces the class's part
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE on properties and accessors
 * @example
 * ```ts
 * @Injectable()
 * class Invoices {
 *   @Traced('print invoice', { attributes: ([id]) => ({ 'invoice.id': String(id) }) })
 *   async print(id: string): Promise<string> {
 *     return `invoice ${id}`;
 *   }
 * }
 * ```
 */
export function Traced(
  nameOrOptions?: string | (TracedOptions & { readonly name?: string }),
  more: TracedOptions = {},
): MethodDecorator & ClassDecorator {
  const given = typeof nameOrOptions === 'object' ? nameOrOptions : { ...more, name: nameOrOptions };
  const { name, ...options } = given;
  const onMethod = decoratorOf({ ...options, name, prefix: undefined });
  const onClass = decoratorOf({ ...options, name: undefined, prefix: name });
  return ((target: object, key?: string | symbol, descriptor?: PropertyDescriptor) =>
    key === undefined
      ? (onClass as (target: object) => void)(target)
      : (onMethod as (...place: unknown[]) => void)(target, key, descriptor)) as MethodDecorator & ClassDecorator;
}

function decoratorOf(options: TracedAspect): MethodDecorator & ClassDecorator {
  const aspect: Aspect<TracedAspect> = { type: TRACED, options };
  return aspectDecorator({ decorator: '@Traced', aspect, optOut: NO_TRACE });
}
