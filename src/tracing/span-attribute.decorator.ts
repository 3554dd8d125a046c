/** `@SpanAttribute('order.id')` on a parameter: its value goes onto the span of the `@Traced` method. */
import 'reflect-metadata';

export interface MarkedParameter {
  readonly name: string;
  readonly index: number;
}

const MARKED_PARAMETERS = Symbol('nestjs-observability span attributes');

/** Records strings, numbers, booleans, dates, big integers and arrays of one of the first three; never an object. */
export function SpanAttribute(name: string): ParameterDecorator {
  return (target, key, index) => {
    if (key === undefined) return;
    const known = markedParameters(target, key);
    Reflect.defineMetadata(MARKED_PARAMETERS, [...known, { name, index }], target, key);
  };
}

/** The marked parameters of a method; `target` is an instance, or the class for static methods. */
export function markedParameters(target: unknown, key: string | symbol): readonly MarkedParameter[] {
  if ((typeof target !== 'object' && typeof target !== 'function') || target === null) return [];
  return (Reflect.getMetadata(MARKED_PARAMETERS, target, key) as readonly MarkedParameter[] | undefined) ?? [];
}
