/** `@Span()` and `@Traceable()` of nestjs-otel, over `@Traced()`. */
import type { Attributes, Link, SpanOptions } from '@opentelemetry/api';
import { Traced, type TracedOptions } from '../../index.js';

/**
 * OpenTelemetry's options of a span, and attributes from the result.
 *
 * @example
 * ```ts
 * const options: ExtendedSpanOptions = {
 *   attributes: { 'db.system.name': 'memory' },
 *   onResult: (rows: string[]) => ({ attributes: { 'rows.count': rows.length } }),
 * };
 * ```
 */
export interface ExtendedSpanOptions extends SpanOptions {
  /** Gives attributes from what the method has returned; not asked when it failed or returned undefined. */
  onResult?: (result: any) => { attributes?: Attributes } | undefined; // oxlint-disable-line typescript/no-explicit-any
}

type SpanDecoratorOptions<T extends unknown[]> = ExtendedSpanOptions | ((...args: T) => ExtendedSpanOptions);

/**
 * Records a span for each call, named `Class.method` unless told otherwise. What differs: a function of options is asked when the
 * call is over, and again for its links; of what it returns, attributes and links are used, while `kind` and `root` are those of
 * fixed options. A span starts when the call does, whatever `startTime` says. Options that throw cost their part of the span, never
 * the call.
 *
 * @example
 * ```ts
 * class Books {
 *   @Span('books.find', (id: number) => ({ attributes: { 'book.id': id } }))
 *   find(id: number): string {
 *     return `book ${id}`;
 *   }
 * }
 * ```
 */
export function Span<T extends unknown[]>(options?: SpanDecoratorOptions<T>): MethodDecorator;
export function Span<T extends unknown[]>(name?: string, options?: SpanDecoratorOptions<T>): MethodDecorator;
export function Span<T extends unknown[]>(
  nameOrOptions?: string | SpanDecoratorOptions<T>,
  more?: SpanDecoratorOptions<T>,
): MethodDecorator {
  if (typeof nameOrOptions === 'string') return Traced(nameOrOptions, tracedOptions(more));
  return Traced(undefined, tracedOptions(nameOrOptions));
}

/**
 * `@Span()` for each method that the class itself defines. What differs: life-cycle hooks of Nest make no span.
 *
 * @example
 * ```ts
 * @Traceable()
 * class Users {
 *   find(): string[] {
 *     return [];
 *   }
 * }
 * ```
 */
export function Traceable(options?: SpanOptions): ClassDecorator {
  return Traced(undefined, tracedOptions(options));
}

// OpenTelemetry's `SpanKind` counts in this order.
const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const;

function tracedOptions<T extends unknown[]>(options: SpanDecoratorOptions<T> = {}): TracedOptions {
  return typeof options === 'function' ? optionsOfCalls(options) : fixedOptions(options);
}

function optionsOfCalls<T extends unknown[]>(optionsOf: (...args: T) => ExtendedSpanOptions): TracedOptions {
  const of = (args: readonly unknown[]): ExtendedSpanOptions | undefined => optionsOf(...(args as T));
  return {
    attributes: (args, result) => attributesOf(of(args), result),
    links: (args): readonly Link[] => of(args)?.links ?? [],
  };
}

function fixedOptions(options: ExtendedSpanOptions): TracedOptions {
  const { kind = 0, root, links, attributes, onResult } = options;
  return {
    kind: KINDS[kind]!,
    root: root === true,
    links: links ?? [],
    attributes: onResult === undefined ? (attributes ?? {}) : (_args, result) => attributesOf(options, result),
  };
}

function attributesOf(options: ExtendedSpanOptions | undefined, result: unknown): Attributes {
  const ofResult = result === undefined ? undefined : options?.onResult?.(result);
  // Nobody's attributes; who asks for them refuses a promise.
  if (ofResult instanceof Promise) return ofResult as never;
  return { ...options?.attributes, ...ofResult?.attributes };
}
