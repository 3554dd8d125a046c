/** How many turns of the microtask queue lie between a call and its answer: code that runs beside it notices more of them. */
import type { Trial } from '../../harness/trial.js';
import { makeForms, type Forms } from './forms.js';
import { pairOf } from './observed-class.js';
import { decoratorsIn, orders } from './orders.js';

/**
 * A decorated `async` method hands on a promise that follows its own: only so does a rejection that nobody awaits stay an
 * `unhandledRejection`, and an error keep its async callers on the stack.
 */
const ALLOWED_TURNS_OF_ASYNC_METHODS = 1;
const MAX_TURNS = 100;

interface Waiting {
  readonly allowedTurns: number;
  readonly begin: (forms: Forms) => PromiseLike<unknown>;
}

const waitings: Readonly<Record<string, Waiting>> = {
  'an async method': {
    allowedTurns: ALLOWED_TURNS_OF_ASYNC_METHODS,
    begin: ({ Forms: type }) => new type().resolves('value'),
  },
  'an async method that rejects': {
    allowedTurns: ALLOWED_TURNS_OF_ASYNC_METHODS,
    begin: ({ Forms: type }) => new type().rejects(new Error('rejected')),
  },
  'a promise that is handed on': {
    allowedTurns: 0,
    begin: ({ Forms: type }) => new type().same('promise') as Promise<unknown>,
  },
  'a rejected promise that is handed on': { allowedTurns: 0, begin: ({ Forms: type }) => new type().rejected() },
  'an async generator': { allowedTurns: 0, begin: ({ Forms: type }) => new type().generateLater(2).next() },
};

export async function tryMicrotasks(trial: Trial): Promise<void> {
  for (const order of orders) {
    const { plain, decorated } = pairOf(makeForms, () => decoratorsIn(order));
    for (const [name, { allowedTurns, begin }] of Object.entries(waitings)) {
      const more = (await turnsUntil(begin(decorated))) - (await turnsUntil(begin(plain)));
      const isHeld = more >= 0 && more <= allowedTurns;
      const fact = `${name} answers ${more} turns of the microtask queue later, not at most ${allowedTurns}`;
      trial.expect('differential.microtasks', isHeld, fact, `@${order.join(' @')}`);
    }
  }
}

async function turnsUntil(promise: PromiseLike<unknown>): Promise<number> {
  let isSettled = false;
  const settle = (): void => void (isSettled = true);
  promise.then(settle, settle);
  let turns = 0;
  for (; !isSettled && turns < MAX_TURNS; turns++) await null;
  return turns;
}
