/** What an object is, told by its looks alone: nothing is loaded, no getter is evaluated, no proxy is asked. */
import { types } from 'node:util';

export class Shape {
  private constructor(
    private readonly value: object,
    private readonly prototypes: readonly object[],
  ) {}

  /** @param type the class it was made by, where that is known: all there is to see of a proxy */
  static of(value: object, type?: unknown): Shape {
    const start: unknown = types.isProxy(value) ? prototypeOf(type) : Object.getPrototypeOf(value);
    return new Shape(value, chainFrom(start));
  }

  /** The value of a plain property of its own. */
  own(name: string): unknown {
    return ownValue(this.value, name);
  }

  /** Whether it inherits all of these methods. */
  hasMethods(...names: string[]): boolean {
    return names.every((name) => this.prototypes.some((here) => typeof ownValue(here, name) === 'function'));
  }

  hasGetter(name: string): boolean {
    return this.prototypes.some((here) => Object.getOwnPropertyDescriptor(here, name)?.get !== undefined);
  }

  /** Of the classes it is an instance of, the nearest first. */
  classNames(): string[] {
    return this.prototypes.flatMap((here) => {
      const constructor = ownValue(here, 'constructor');
      return typeof constructor === 'function' ? [constructor.name] : [];
    });
  }
}

/** The value of a plain property; undefined for everything of a proxy. */
export function ownValue(target: object, name: string): unknown {
  if (types.isProxy(target)) return undefined;
  return Object.getOwnPropertyDescriptor(target, name)?.value as unknown;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function prototypeOf(type: unknown): unknown {
  return typeof type === 'function' ? type.prototype : undefined;
}

function chainFrom(start: unknown): object[] {
  const chain: object[] = [];
  for (let here = start; isObject(here) && here !== Object.prototype; here = Object.getPrototypeOf(here)) {
    if (types.isProxy(here)) break;
    chain.push(here);
  }
  return chain;
}
