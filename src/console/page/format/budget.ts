/** What is left of an error budget, in words. */
import { formatNumber, formatShare } from './count.js';

export function budgetWords(remaining: number): string {
  return remaining < 0 ? spentWords(remaining) : `${formatShare(remaining)} left`;
}

/** @param remaining below 0: by how much too much was spent */
export function spentWords(remaining: number): string {
  const times = Number((1 - remaining).toPrecision(2));
  return times === 1 ? 'just spent' : `spent ${formatNumber(times)} times`;
}
