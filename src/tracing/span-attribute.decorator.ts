/** `@SpanAttribute('order.id')` on a parameter: its value goes onto the span of the `@Traced` method. */

export interface MarkedParameter {
  readonly name: string;
  readonly index: number;
}

// By the prototype, or by the class for static methods; then by method.
const marked = new WeakMap<object, Map<string | symbol, MarkedParameter[]>>();
/** Names of all methods with marks: nearly every other method is told by its name. */
const markedNames = new Set<string | symbol>();

/**
 * Puts a parameter's value on the span of the `@Traced` method.
 * Records strings, numbers, booleans, dates, big integers and arrays of one of the first three; never an object.
 *
 * @example
 * ```ts
 * @Injectable()
 * class Shipping {
 *   @Traced()
 *   ship(@SpanAttribute('order.id') id: string): Promise<void> {
 *     return orders.ship(id);
 *   }
 * }
 * ```
 */
export function SpanAttribute(name: string): ParameterDecorator {
  return (target, key, index) => {
    if (key === undefined) return;
    markedNames.add(key);
    const ofClass = marked.get(target) ?? new Map<string | symbol, MarkedParameter[]>();
    marked.set(target, ofClass.set(key, [...(ofClass.get(key) ?? []), { name, index }]));
  };
}

/** The marked parameters of a method, its own or inherited; `instance` is the class for static methods. */
export function markedParameters(instance: unknown, key: string | symbol): readonly MarkedParameter[] {
  if (!markedNames.has(key)) return [];
  let owner = instance;
  while ((typeof owner === 'object' || typeof owner === 'function') && owner !== null) {
    const found = marked.get(owner)?.get(key);
    if (found !== undefined) return found;
    owner = Object.getPrototypeOf(owner) as unknown;
  }
  return [];
}
