/** A scrape as samples. */
import { readExposition } from 'nestjs-observability/testing';
import { seriesOf, type Labels, type Samples } from './series.js';

/** @throws Error when a series stands twice, or a line is no sample */
export function samplesIn(page: string): Samples {
  const samples = new Map<string, number>();
  for (const { name, labels, value } of readExposition(page)) {
    const series = seriesOf(name, boundsAlike(labels));
    if (samples.has(series)) throw new Error(`${series} stands twice on the page`);
    samples.set(series, value);
  }
  return samples;
}

/** OpenMetrics writes `1.0` where the older text writes `1`. */
function boundsAlike({ le, ...labels }: Labels): Labels {
  return le === undefined || le === '+Inf'
    ? { ...labels, ...(le !== undefined && { le }) }
    : { ...labels, le: Number(le) };
}
