/** Metrics that were pushed, as samples: what a cumulative push says, and what deltas add up to. */
import type { DecodedRequest } from '../../../test/support/otlp-receiver.js';
import { seriesOf, type Labels, type Samples } from '../accounting/series.js';

interface Point {
  readonly attributes: Labels;
  readonly asDouble?: number;
  readonly sum?: number;
  readonly count?: string;
  readonly bucketCounts?: readonly string[];
  readonly explicitBounds?: readonly number[];
}

interface PushedMetric {
  readonly name: string;
  readonly isDelta: boolean;
  readonly points: readonly Point[];
}

/** In the order of the pushes: a delta is added, everything else stands in the place of what was there. */
export function samplesPushed(requests: readonly DecodedRequest[]): Samples {
  const samples = new Map<string, number>();
  for (const { name, isDelta, points } of requests.flatMap(({ records }) => records.map(metricOf)))
    for (const [series, value] of points.flatMap((point) => samplesOf(name, point)))
      samples.set(series, isDelta ? (samples.get(series) ?? 0) + value : value);
  return samples;
}

function metricOf(record: DecodedRequest['records'][number]): PushedMetric {
  const body = record[String(record['data'])] as {
    readonly dataPoints: readonly Point[];
    readonly aggregationTemporality?: string;
  };
  const isDelta = body.aggregationTemporality === 'AGGREGATION_TEMPORALITY_DELTA';
  return { name: String(record['name']), isDelta, points: body.dataPoints };
}

function samplesOf(name: string, point: Point): readonly (readonly [series: string, value: number])[] {
  const { attributes, asDouble, sum, count } = point;
  if (count === undefined) return [[seriesOf(name, attributes), asDouble!]];
  return [
    [seriesOf(`${name}_sum`, attributes), sum!],
    [seriesOf(`${name}_count`, attributes), Number(count)],
    ...bucketsOf(name, point),
  ];
}

function bucketsOf(name: string, { attributes, bucketCounts = [], explicitBounds = [] }: Point) {
  let total = 0;
  return bucketCounts.map((count, bucket) => {
    total += Number(count);
    return [seriesOf(`${name}_bucket`, { ...attributes, le: explicitBounds[bucket] ?? '+Inf' }), total] as const;
  });
}
