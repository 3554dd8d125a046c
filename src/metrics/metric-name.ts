/** What Prometheus accepts as a metric: checked once when a metric is defined, with the fix in the message. */
import { ObservabilityError, type MetricDefinition, type Problem } from '../kernel/index.js';

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;
/** Labels the formats themselves put on samples of a type. */
const RESERVED_LABELS: Readonly<Record<string, string | undefined>> = { histogram: 'le', summary: 'quantile' };

type Shape = Pick<MetricDefinition, 'name' | 'type' | 'labelNames' | 'buckets'>;

/** @throws ObservabilityError OBS_ERR_METRIC_INVALID for the first rule that is broken. */
export function assertValidMetric(metric: Shape): void {
  assertMetricName(metric.name);
  assertLabelNames(metric);
  if (Array.isArray(metric.buckets)) assertBuckets(metric.name, metric.buckets as readonly number[]);
}

/** @throws ObservabilityError OBS_ERR_METRIC_INVALID */
export function assertMetricName(name: unknown): asserts name is string {
  if (typeof name === 'string' && METRIC_NAME.test(name)) return;
  invalid({
    fact: 'a metric name consists of letters, digits and underscores and does not begin with a digit',
    got: show(name),
    fix: `name it ${legalName(name)}`,
  });
}

function assertLabelNames({ name, type, labelNames }: Shape): void {
  for (const [index, label] of labelNames.entries()) {
    const place = `label ${index + 1} of ${name}`;
    if (!LABEL_NAME.test(label))
      invalid({ fact: `${place} has a name Prometheus refuses`, got: show(label), fix: `name it ${legalName(label)}` });
    if (label === RESERVED_LABELS[type])
      invalid({ fact: `${place} is reserved for every ${type}`, got: show(label), fix: 'choose another label name' });
    if (labelNames.indexOf(label) !== index)
      invalid({ fact: `${place} is there twice`, got: show(label), fix: 'name it once' });
  }
}

function assertBuckets(name: string, buckets: readonly number[]): void {
  const isAscending = buckets.every(
    (bound, index) => Number.isFinite(bound) && (index === 0 || bound > buckets[index - 1]!),
  );
  if (isAscending && buckets.length > 0) return;
  const sorted = [...new Set(buckets.filter((bound) => Number.isFinite(bound)))].toSorted((a, b) => a - b);
  invalid({
    fact: `the buckets of ${name} must be finite and ascend`,
    got: `[${buckets.join(', ')}]`,
    fix: sorted.length > 0 ? `sort them: [${sorted.join(', ')}]` : 'give at least one bound',
  });
}

function invalid(problem: Omit<Problem, 'code'>): never {
  throw ObservabilityError.of({ code: 'OBS_ERR_METRIC_INVALID', ...problem });
}

function legalName(name: unknown): string {
  const text = String(name)
    .replace(/[^a-zA-Z0-9_]+/g, '_')
    .replace(/^_+(?=.)/, '');
  return /^[a-zA-Z_]/.test(text) ? text : `my_${text}`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
