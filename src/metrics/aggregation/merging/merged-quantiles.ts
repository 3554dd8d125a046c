/**
 * Quantiles of a summary over several processes. Sketches add up exactly; where there are numbers only, the largest is shown: the
 * quantile of all is never above it.
 */
import { SUMMARY_QUANTILES } from '../../prometheus-values.js';
import { QuantileSketch, type Quantiles } from '../../quantile-sketch.js';
import { Combination } from './combine.js';
import type { SeriesState } from '../telling/contribution.js';

export class MergedQuantiles implements Quantiles {
  private sketch: QuantileSketch | undefined;
  private readonly largest = new Map<number, Combination>();

  merge({ bins = [], quantiles = [] }: SeriesState): void {
    if (bins.length > 0) (this.sketch ??= new QuantileSketch()).addBins(bins);
    quantiles.forEach((value, index) => this.largestOf(SUMMARY_QUANTILES[index]!).add(Number(value)));
  }

  quantile(ratio: number): number {
    return this.largest.get(ratio)?.value ?? this.sketch?.quantile(ratio) ?? Number.NaN;
  }

  private largestOf(ratio: number): Combination {
    let largest = this.largest.get(ratio);
    if (largest === undefined) this.largest.set(ratio, (largest = new Combination('max')));
    return largest;
  }

  // Made anew for each page, from what others have counted.
  add(): void {}
  turn(): void {}
  reset(): void {}
}
