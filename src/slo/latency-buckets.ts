/** A latency threshold is a bucket of the request durations: what counts there as fast is then exactly what counts here. */
import type { OperationConvention, OperationMeasure } from '../kernel/index.js';
import type { Objective } from './objective.js';

/** The convention with the thresholds among the bounds of its durations. */
export function withThresholds(
  convention: OperationConvention,
  objectives: readonly Objective[],
  durationBuckets: readonly number[],
): OperationConvention {
  const buckets = requestBuckets(objectives, durationBuckets);
  if (buckets.length === durationBuckets.length) return convention;
  return { ...convention, measures: convention.measures.map((measure) => withBuckets(measure, buckets)) };
}

/** Bounds of the request durations in seconds, ascending. */
export function requestBuckets(objectives: readonly Objective[], durationBuckets: readonly number[]): number[] {
  const thresholds = objectives.flatMap(({ indicator }) =>
    indicator.type === 'latency' ? [indicator.thresholdMs / 1000] : [],
  );
  return [...new Set([...durationBuckets, ...thresholds])].toSorted((left, right) => left - right);
}

function withBuckets(measure: OperationMeasure, buckets: readonly number[]): OperationMeasure {
  if (measure.value !== 'duration') return measure;
  const { definition, otel } = measure;
  return {
    ...measure,
    definition: { ...definition, buckets },
    ...(otel && { otel: { ...otel, definition: { ...otel.definition, buckets } } }),
  };
}
