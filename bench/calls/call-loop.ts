/** The loop that calls eight methods in turn, compiled anew for each contender, so that each has its own inline caches. */
import type { DecoratedInstance, Form } from './decorated-class.js';

/** Calls `count` times, a multiple of `STRETCH`. */
export type CallLoop = (count: number) => void | Promise<void>;

/** So many calls at a stretch: a loop that is entered often is optimised as a whole, one that runs for long piecemeal. */
export const STRETCH = 400;

type Run = (instance: object, methods: readonly unknown[], count: number) => number | Promise<number>;

export function callLoop(form: Form, { instance, methods }: DecoratedInstance): CallLoop {
  const run = compiled(form);
  if (form === 'async') {
    return async (count) => {
      for (let made = 0; made < count; made += STRETCH) check(await run(instance, methods, STRETCH));
    };
  }
  return (count) => {
    for (let made = 0; made < count; made += STRETCH) check(run(instance, methods, STRETCH));
  };
}

const SOURCE = {
  sync: 'let sum = 0; for (let i = 0; i < count; i++) sum += methods[i & 7].call(instance, i); return sum;',
  async: 'let sum = 0; for (let i = 0; i < count; i++) sum += await methods[i & 7].call(instance, i); return sum;',
};

const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
let compilations = 0;

/** The engine compiles the same text once, and all who have it share what is learnt in it: so each text has a number. */
function compiled(form: Form): Run {
  const Constructor = form === 'sync' ? Function : AsyncFunction;
  return new Constructor('instance', 'methods', 'count', `/* ${compilations++} */ ${SOURCE[form]}`) as Run;
}

/** Every method has answered, and with its own answer: i + 1 + i % 8, over whole turns. */
function check(sum: unknown): void {
  const expected = (STRETCH * (STRETCH - 1)) / 2 + 4.5 * STRETCH;
  if (sum !== expected) throw new Error(`${STRETCH} calls answered ${String(sum)} in all instead of ${expected}`);
}
