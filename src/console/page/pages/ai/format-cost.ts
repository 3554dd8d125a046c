/** Cost in cents of whatever currency the price table is in. */
import { formatNumber } from '../../format/count.js';
import { spaced } from '../../format/spaced.js';

/** `0.0375 ¢`, `12.5 ¢`, `1,234 ¢`; a dash where it is not known. */
export function formatCost(cents: number | null): string {
  return cents === null ? '–' : spaced(formatNumber(cents), '¢');
}
