/** What a decorated call costs, against a wrapper that only calls through; eight methods in turn, so that nothing is inlined away. */
import 'reflect-metadata';
import { Counted, Timed, Traced } from 'nestjs-observability';
import { median } from '../harness/median.js';

type Decorate = () => MethodDecorator;

const callThrough: Decorate = () => (_target, _key, descriptor) => {
  const original = descriptor.value as unknown as (...args: unknown[]) => unknown;
  descriptor.value = function (this: unknown) {
    return Reflect.apply(original, this, arguments);
  } as never;
};

type Method = (n: number) => number;

/** Eight methods of one decorated class. */
function eightMethods(decorate: Decorate): { readonly target: object; readonly methods: readonly Method[] } {
  class Shop {
    @decorate() a(n: number): number {
      return n + 1;
    }
    @decorate() b(n: number): number {
      return n + 2;
    }
    @decorate() c(n: number): number {
      return n + 3;
    }
    @decorate() d(n: number): number {
      return n + 4;
    }
    @decorate() e(n: number): number {
      return n + 5;
    }
    @decorate() f(n: number): number {
      return n + 6;
    }
    @decorate() g(n: number): number {
      return n + 7;
    }
    @decorate() h(n: number): number {
      return n + 8;
    }
  }
  const target = new Shop();
  return { target, methods: [target.a, target.b, target.c, target.d, target.e, target.f, target.g, target.h] };
}

/** Nanoseconds per call. The loop is compiled anew for each contender, so that each has its own inline caches. */
function rounds(decorate: Decorate): (calls: number) => number {
  const { target, methods } = eightMethods(decorate);
  const run = new Function(
    'target',
    'methods',
    'calls',
    `
    let sum = 0;
    for (let i = 0; i < calls; i++) sum += methods[i & 7].call(target, i);
    return sum;`,
  ) as (target: object, methods: readonly Method[], calls: number) => number;
  return (calls) => {
    const start = process.hrtime.bigint();
    if (run(target, methods, calls) === 0) throw new Error('nothing was called');
    return Number(process.hrtime.bigint() - start) / calls;
  };
}

export interface CallCosts {
  readonly counted: number;
  readonly timed: number;
  readonly tracedOutside: number;
  readonly callThroughNs: number;
}

/** Ratios to the wrapper that does nothing; an application must be running in this process. */
export function measureDecoratedCalls(pairs: number): CallCosts {
  const contenders = {
    nothing: rounds(callThrough),
    counted: rounds(() => Counted()),
    timed: rounds(() => Timed()),
    traced: rounds(() => Traced()),
  };
  const samples = Array.from({ length: pairs + 3 }, () => ({
    nothing: contenders.nothing(400_000),
    counted: contenders.counted(400_000),
    timed: contenders.timed(400_000),
    traced: contenders.traced(400_000),
  })).slice(3);
  const ratio = (name: 'counted' | 'timed' | 'traced') =>
    median(samples.map((sample) => sample[name] / sample.nothing));
  return {
    counted: ratio('counted'),
    timed: ratio('timed'),
    tracedOutside: ratio('traced'),
    callThroughNs: median(samples.map((sample) => sample.nothing)),
  };
}
