/** What the pairs of two builds amount to: B ÷ A per figure, and whether that is more than chance. */
import { median } from '../harness/median.js';
import type { Figure } from '../part.js';
import { amount } from '../report/amount.js';
import { interquartile, signTest } from '../report/statistics.js';
import { textTable } from '../report/table.js';

export interface Pair {
  readonly a: readonly Figure[];
  readonly b: readonly Figure[];
}

/** Called different when so uneven a draw would come up once in twenty comparisons of a build with itself. */
const SIGNIFICANCE = 0.05;

export function comparisonText(pairs: readonly Pair[]): string {
  const figures = pairs[0]!.a;
  const compared = figures.map((figure) => ({ figure, ratios: ratiosOf(figure.id, pairs) }));
  const rows = compared.map(({ figure, ratios }) => [figure.id, ...rowOf(ratios), figure.title]);
  const header = ['figure', 'B ÷ A', 'half of the pairs', 'B is', 'p', ''];
  return [
    textTable({ header, rows }),
    `Sign test over ${pairs.length} pairs: different where p ≤ ${SIGNIFICANCE}, as one in twenty is by chance.`,
  ].join('\n');
}

/** None where a value is zero or below, such as bytes of a call that allocates nothing. */
function ratiosOf(id: string, pairs: readonly Pair[]): number[] {
  const valueIn = (figures: readonly Figure[]): number => figures.find((figure) => figure.id === id)?.value ?? 0;
  const values = pairs.map(({ a, b }) => ({ a: valueIn(a), b: valueIn(b) }));
  return values.filter(({ a, b }) => a > 0 && b > 0).map(({ a, b }) => b / a);
}

function rowOf(ratios: readonly number[]): string[] {
  if (ratios.length === 0) return ['–', '–', 'no ratio', '–'];
  const ratio = median(ratios);
  const { lower, upper } = interquartile(ratios);
  const p = signTest(ratios);
  return [amount(ratio), `${amount(lower)} to ${amount(upper)}`, verdict(ratio, p), p.toFixed(3)];
}

function verdict(ratio: number, p: number): string {
  if (p > SIGNIFICANCE) return 'not distinguishable';
  return ratio > 1 ? 'higher' : 'lower';
}
