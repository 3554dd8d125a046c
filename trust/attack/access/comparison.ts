/**
 * Whether the time of a comparison tells how much of a secret was right: over texts so long that it would show, the first character
 * wrong, the last one, and another length have to take about the same.
 */
import type { Trial } from '../../harness/trial.js';
import { built } from '../built.js';

interface Security {
  isSameSecret(presented: string, expected: string): boolean;
}

const COMPARISON = 'attack.comparison';
const LENGTH = 1_000_000;
const ROUNDS = 15;
/** Between the least times of equal work there is less, on a busy machine too. */
const MAX_RATIO = 4;

export function tryComparison(trial: Trial): void {
  const { isSameSecret } = built<Security>('security/index.js');
  const secret = textOf('s', LENGTH);
  const guesses = {
    'first character wrong': textOf('x', 1) + secret.slice(1),
    'last character wrong': secret.slice(0, -1) + 'x',
    'another length': secret.slice(0, -1),
  };
  const least = Object.entries(guesses).map(
    ([name, guess]) => [name, leastMs(() => isSameSecret(guess, secret))] as const,
  );
  const times = least.map(([, ms]) => ms);
  const ratio = Math.max(...times) / Math.min(...times);
  const told = least.map(([name, ms]) => `${name}: ${ms.toFixed(3)} ms`).join(', ');
  trial.expect(
    COMPARISON,
    ratio < MAX_RATIO,
    `its time tells what was wrong: ${told}`,
    'isSameSecret of 1,000,000 characters',
  );
  trial.figure(COMPARISON, 'slowest over fastest', ratio.toFixed(2));
}

/** In one piece, as a header is: a text that is joined on demand would be measured instead. */
function textOf(character: string, length: number): string {
  return Buffer.alloc(length, character).toString('latin1');
}

function leastMs(work: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return Math.min(...times);
}
