/** The loop that calls eight methods in turn, compiled anew for each contender, so that each has its own inline caches. */
import type { DecoratedInstance, Form } from './decorated-class.js';

/** Calls `count` times, a multiple of `STRETCH`. */
export type CallLoop = (count: number) => void | Promise<void>;

/** So many calls at a stretch: a loop that is entered often is optimised as a whole, one that runs for long piecemeal. */
export const STRETCH = 400;

/**
 * Where the methods are called: as a property of an object, the way applications do it. `method.call(…)` would look `call` up on
 * the method itself, and what that costs depends on the names and metadata that a wrapper carries.
 */
interface Place {
  readonly work: unknown;
}

type Run = (places: readonly Place[], count: number) => number | Promise<number>;

export function callLoop(form: Form, { instance, methods }: DecoratedInstance): CallLoop {
  const run = compiled(form);
  const strangers = unlikeMethods(form);
  const places = methods.map((work) => Object.assign(Object.create(instance) as object, { work }));
  if (form === 'async') {
    return async (count) => {
      check(await run(strangers, STRETCH));
      for (let made = 0; made < count; made += STRETCH) check(await run(places, STRETCH));
    };
  }
  return (count) => {
    check(run(strangers, STRETCH));
    for (let made = 0; made < count; made += STRETCH) check(run(places, STRETCH));
  };
}

/**
 * Eight functions with nothing in common, which every loop calls now and then. All wrappers of a decorator share one piece of code,
 * and a loop that never meets another one has it folded in, however many methods there are.
 */
function unlikeMethods(form: Form): Place[] {
  const Constructor = constructorOf(form);
  return Array.from({ length: 8 }, (_, index) => ({ work: new Constructor('n', `return n + ${index + 1};`) }));
}

const SOURCE = {
  sync: 'let sum = 0; for (let i = 0; i < count; i++) sum += places[i & 7].work(i); return sum;',
  async: 'let sum = 0; for (let i = 0; i < count; i++) sum += await places[i & 7].work(i); return sum;',
};

const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
let compilations = 0;

/** The engine compiles the same text once, and all who have it share what is learnt in it: so each text has a number. */
function compiled(form: Form): Run {
  const Constructor = constructorOf(form);
  return new Constructor('places', 'count', `/* ${compilations++} */ ${SOURCE[form]}`) as Run;
}

function constructorOf(form: Form): FunctionConstructor {
  return form === 'sync' ? Function : AsyncFunction;
}

/** Every method has answered, and with its own answer: i + 1 + i % 8, over whole turns. */
function check(sum: unknown): void {
  const expected = (STRETCH * (STRETCH - 1)) / 2 + 4.5 * STRETCH;
  if (sum !== expected) throw new Error(`${STRETCH} calls answered ${String(sum)} in all instead of ${expected}`);
}
