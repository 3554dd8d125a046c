/** Decorated methods beside undecorated ones: results, errors, `this`, under every order of decorators. */
import { isDeepStrictEqual, inspect } from 'node:util';
import type { Trial } from '../../harness/trial.js';
import { makeForms, uses, type Forms } from './forms.js';
import { pairOf } from './observed-class.js';
import { decoratorsIn, orders } from './orders.js';

export async function tryResults(trial: Trial): Promise<void> {
  for (const order of orders) {
    const { plain, decorated } = pairOf(makeForms, () => decoratorsIn(order));
    for (const [name, use] of Object.entries(uses)) {
      const [expected, got] = [await gives(use, plain), await gives(use, decorated)];
      const fact = `${name}: ${inspect(got)} instead of ${inspect(expected)}`;
      trial.expect('differential.results', isDeepStrictEqual(got, expected), fact, `@${order.join(' @')}`);
    }
  }
}

async function gives(use: (forms: Forms) => unknown, forms: Forms): Promise<unknown> {
  try {
    return await use(forms);
  } catch (error) {
    return { failed: String(error) };
  }
}
