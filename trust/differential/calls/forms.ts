/** Methods of every form that a class may have, each called as its users would. */
import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { lastValueFrom, of, Subject, throwError, toArray } from 'rxjs';
import type { Decorate } from './observed-class.js';

const kept = {
  object: Object.freeze({ kept: true }),
  promise: Promise.resolve('kept'),
  subject: new Subject<number>(),
  emitter: new EventEmitter(),
  error: new Error('kept'),
  map: new Map([['a', 1]]),
  stream: Readable.from(['a']),
  symbol: Symbol('kept'),
};

export type Forms = ReturnType<typeof makeForms>;

/** The classes, made anew each time, since decorators change them for good. */
export function makeForms(decorate: Decorate) {
  abstract class Base {
    abstract implemented(): string;
    inherited(): string {
      return `inherited by ${this.constructor.name}, ${this.implemented()}`;
    }
    overridden(): string {
      return 'base';
    }
  }

  class Forms extends Base {
    static count = 0;
    readonly #secret = 'private';
    private told: string[] = [];

    static own(): number {
      return ++this.count;
    }
    get computed(): () => string {
      return () => this.#secret;
    }
    implemented(): string {
      return 'implemented';
    }
    override overridden(): string {
      return `${super.overridden()} and more`;
    }
    overloaded(text: string): string;
    overloaded(number: number, factor?: number): number;
    overloaded(value: string | number, factor = 2): string | number {
      return typeof value === 'string' ? value : value * factor;
    }
    rest(first: unknown, ...others: readonly unknown[]): unknown {
      return [first, others, arguments.length, this.#secret];
    }
    same(name: keyof typeof kept): unknown {
      return kept[name];
    }
    throws(thrown: unknown): never {
      throw thrown;
    }
    async resolves(value: unknown): Promise<unknown> {
      await null;
      return value;
    }
    async rejects(thrown: unknown): Promise<never> {
      throw thrown;
    }
    rejected(): Promise<never> {
      return Promise.reject(kept.error);
    }
    *generate(to: number): Generator<number, string, string> {
      for (let number = 0; number < to; number++) this.told.push(String(yield number));
      return this.told.join();
    }
    async *generateLater(to: number): AsyncGenerator<number> {
      for (let number = 0; number < to; number++) yield number;
      throw kept.error;
    }
    observable() {
      return of(1, 2, 3);
    }
    failingObservable() {
      return throwError(() => kept.error);
    }
    lazy(): PromiseLike<string> {
      return { then: (take) => Promise.resolve('lazy').then(take) };
    }
    recursive(depth: number): number {
      return depth === 0 ? 0 : 1 + this.recursive(depth - 1);
    }
    self(): this {
      return this;
    }
  }

  class Derived extends Forms {
    override same(name: keyof typeof kept): unknown {
      return [super.same(name), 'derived'];
    }
  }

  for (const key of ['inherited', 'overridden']) decorate(Base.prototype, key);
  for (const key of methodsOf(Forms.prototype)) decorate(Forms.prototype, key);
  decorate(Forms, 'own');
  decorate(Derived.prototype, 'same');
  return { Base, Forms, Derived };
}

function methodsOf(prototype: object): readonly string[] {
  const isMethod = ([key, { value }]: [string, PropertyDescriptor]): boolean =>
    typeof value === 'function' && key !== 'constructor';
  return Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(isMethod)
    .map(([key]) => key);
}

/** By name; each gives what its user gets. */
export const uses: Readonly<Record<string, (forms: Forms) => unknown>> = {
  static: ({ Forms: type }) => [type.own(), type.own()],
  getter: ({ Forms: type }) => new type().computed(),
  implemented: ({ Derived: type }) => new type().implemented(),
  inherited: ({ Derived: type }) => new type().inherited(),
  overridden: ({ Forms: type }) => new type().overridden(),
  overloaded: ({ Forms: type }) => [new type().overloaded('a'), new type().overloaded(3), new type().overloaded(3, 5)],
  rest: ({ Forms: type }) => new type().rest(1, 2, 3),
  'the same things': ({ Forms: type }) =>
    Object.keys(kept).map((name) => new type().same(name as never) === kept[name as never]),
  'the same things, derived': ({ Derived: type }) => new type().same('object'),
  'an error': ({ Forms: type }) => caught(() => new type().throws(kept.error)),
  'no error': ({ Forms: type }) =>
    [undefined, null, 7, 'text'].map((thrown) => caught(() => new type().throws(thrown))),
  'a promise': ({ Forms: type }) => new type().resolves(kept.object),
  'a rejection': async ({ Forms: type }) =>
    (await new type().rejects(kept.error).catch((error) => error)) === kept.error,
  'a rejection with nothing': ({ Forms: type }) => new type().rejects(undefined).catch((error: unknown) => [error]),
  'a rejected promise': async ({ Forms: type }) => (await new type().rejected().catch((error) => error)) === kept.error,
  'several waiting': ({ Forms: type }) => waitedForTwice(new type().resolves('twice')),
  'a generator': ({ Forms: type }) => drained(new type().generate(3)),
  'a generator given up': ({ Forms: type }) => [...taken(new type().generate(9), 2)],
  'an async generator': ({ Forms: type }) => drainedLater(new type().generateLater(3)),
  'an Observable': ({ Forms: type }) => lastValueFrom(new type().observable().pipe(toArray())),
  'an Observable that fails': ({ Forms: type }) => lastValueFrom(new type().failingObservable()).catch(String),
  'a lazy thenable': async ({ Forms: type }) => await new type().lazy(),
  recursion: ({ Forms: type }) => new type().recursive(30),
  'without an instance': ({ Forms: type }) => caught(() => (0, new type().self)() as unknown),
  'another instance': ({ Forms: type }) =>
    Object.is(Reflect.apply(type.prototype.self, kept.object as never, []), kept.object),
};

function caught(work: () => unknown): unknown {
  try {
    return { returned: work() };
  } catch (thrown) {
    return { isKept: thrown === kept.error, thrown: String(thrown) };
  }
}

function drained(generator: Generator<number, string, string>): unknown {
  const steps = [];
  for (let step = generator.next('first'); ; step = generator.next('next')) {
    steps.push(step);
    if (step.done === true) return [steps, Object.prototype.toString.call(generator)];
  }
}

function* taken(values: Iterable<number>, count: number): Generator<number> {
  let left = count;
  for (const value of values) {
    if (left-- === 0) return;
    yield value;
  }
}

async function drainedLater(values: AsyncIterable<number>): Promise<unknown> {
  const seen: unknown[] = [];
  try {
    for await (const value of values) seen.push(value);
  } catch (error) {
    seen.push(error === kept.error);
  }
  return seen;
}

async function waitedForTwice(promise: Promise<unknown>): Promise<unknown> {
  return [await promise, await promise, await Promise.all([promise, promise])];
}
