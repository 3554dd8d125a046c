/** A figure on the terminal, as soon as it is known. */
import type { Figure } from '../part.js';
import { amount } from './amount.js';
import { interquartile } from './statistics.js';

export function figureLine({ id, title, unit, value, samples, proof }: Figure): string {
  const { lower, upper } = interquartile(samples);
  const spread = samples.length > 1 ? ` [${amount(lower)} to ${amount(upper)}]` : '';
  return `${id.padEnd(34)} ${amount(value).padStart(7)} ${unit}${spread}  ${title}: ${proof}`;
}
