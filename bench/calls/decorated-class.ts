/** Eight decorated methods of one class, so that the engine cannot fold a lone one into the loop that calls it. */

export type Form = 'sync' | 'async';

/** What stands above a method, loosely enough for every library's decorators. */
export type Decorate = (target: object, key: string, descriptor: PropertyDescriptor) => PropertyDescriptor | void;

export type AnyMethod = (this: unknown, ...args: unknown[]) => unknown;

type Answer = number | Promise<number>;
type Method = (n: number) => Answer;

export interface DecoratedInstance {
  readonly instance: object;
  readonly methods: readonly Method[];
}

export interface Decoration {
  /** Counters go by it. */
  readonly className: string;
  readonly decorators: readonly Decorate[];
  /** For libraries that wrap instances instead of methods. */
  readonly instrument?: ((instance: object) => object) | undefined;
}

/**
 * An instance of a new class, and its methods as its users find them.
 *
 * @throws Error when a method is still the plain one
 */
export function decoratedInstance(form: Form, { className, decorators, instrument }: Decoration): DecoratedInstance {
  const Shop = form === 'sync' ? synchronousShop() : asynchronousShop();
  Object.defineProperty(Shop, 'name', { value: className });
  const plain = methodsOf(Shop.prototype);
  for (const name of METHOD_NAMES) decorate(Shop.prototype, name, decorators);
  const instance = instrument === undefined ? new Shop() : instrument(new Shop());
  const methods = methodsOf(instance);
  if (methods.some((method, index) => method === plain[index]))
    throw new Error(`${className}: a method is not decorated`);
  return { instance, methods };
}

const METHOD_NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

function methodsOf(instance: object): Method[] {
  return METHOD_NAMES.map((name) => (instance as Record<string, Method>)[name]!);
}

/** As the compiler applies decorators: the one nearest to the method first. */
function decorate(prototype: object, name: string, decorators: readonly Decorate[]): void {
  for (const decorator of decorators.toReversed()) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name)!;
    Object.defineProperty(prototype, name, decorator(prototype, name, descriptor) ?? descriptor);
  }
}

function synchronousShop() {
  return class {
    a(n: number): number {
      return n + 1;
    }
    b(n: number): number {
      return n + 2;
    }
    c(n: number): number {
      return n + 3;
    }
    d(n: number): number {
      return n + 4;
    }
    e(n: number): number {
      return n + 5;
    }
    f(n: number): number {
      return n + 6;
    }
    g(n: number): number {
      return n + 7;
    }
    h(n: number): number {
      return n + 8;
    }
  };
}

/** Each method returns after one `await`. */
function asynchronousShop() {
  return class {
    async a(n: number): Promise<number> {
      await undefined;
      return n + 1;
    }
    async b(n: number): Promise<number> {
      await undefined;
      return n + 2;
    }
    async c(n: number): Promise<number> {
      await undefined;
      return n + 3;
    }
    async d(n: number): Promise<number> {
      await undefined;
      return n + 4;
    }
    async e(n: number): Promise<number> {
      await undefined;
      return n + 5;
    }
    async f(n: number): Promise<number> {
      await undefined;
      return n + 6;
    }
    async g(n: number): Promise<number> {
      await undefined;
      return n + 7;
    }
    async h(n: number): Promise<number> {
      await undefined;
      return n + 8;
    }
  };
}
