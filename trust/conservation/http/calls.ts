/** What the driver asks of the shop, and what it must be counted as. */
import type { Dice } from '../dice.js';
import type { Call } from './client.js';

export interface ExpectedCall extends Call {
  /** Template, as it is a label. */
  readonly route: string;
  /** As it is a label: verbs that nobody knows are one. */
  readonly methodLabel?: string;
  /** A timer may fire up to a millisecond early. */
  readonly leastMs?: number;
}

type Choice = (dice: Dice) => ExpectedCall;

const item = (dice: Dice): string => `/shop/items/${dice.below(1_000)}`;

const choices: readonly Choice[] = [
  (dice) => ({ method: 'GET', path: item(dice), route: '/shop/items/:id' }),
  (dice) => ({ method: 'GET', path: `${item(dice)}?verbose=${dice.below(99)}`, route: '/shop/items/:id' }),
  (dice) => ({ method: 'HEAD', path: item(dice), route: '/shop/items/:id' }),
  (dice) => ({ method: 'POST', path: '/shop/items', route: '/shop/items', body: 'x'.repeat(1 + dice.below(3_000)) }),
  (dice) => ({ method: 'PUT', path: item(dice), route: '/shop/items/:id' }),
  () => ({ method: 'PUT', path: '/shop/items/none', route: '/shop/items/:id' }),
  (dice) => ({ method: 'DELETE', path: item(dice), route: '/shop/items/:id' }),
  (dice) => {
    const ms = dice.below(20);
    return { method: 'GET', path: `/shop/late/${ms}`, route: '/shop/late/:ms', leastMs: ms - 1 };
  },
  () => ({ method: 'GET', path: '/shop/stream', route: '/shop/stream' }),
  () => ({ method: 'GET', path: '/shop/broken', route: '/shop/broken' }),
  () => ({ method: 'GET', path: '/shop/absent', route: '/shop/absent' }),
  () => ({ method: 'GET', path: '/shop/closed', route: '/shop/closed' }),
  (dice) => ({ method: 'GET', path: `/nowhere/${dice.below(10_000)}`, route: '_UNMATCHED' }),
  (dice) => ({ method: 'PROPFIND', path: `/dav/${dice.below(100)}`, route: '_UNMATCHED', methodLabel: '_OTHER' }),
];

export function throwCall(dice: Dice): ExpectedCall {
  return dice.pick(choices)(dice);
}
