/** A question about one metric as PromQL has it: line by line what Prometheus would answer, had it scraped this process alone. */
import type { MetricType } from '../../kernel/index.js';
import { SUMMARY_RATIOS } from '../recorder/series/series.js';
import type { Labels, MetricFacts } from '../recorder/series/metric-facts.js';

export interface MetricQuestion {
  readonly facts: Pick<MetricFacts, 'name' | 'type' | 'aggregate'>;
  /** What series must have, exactly. */
  readonly labels: Labels;
  /** What they are added up by; undefined: each stands alone. */
  readonly by: readonly string[] | undefined;
  readonly windowMs: number;
}

/** In the order of a group's lines. */
export function promqlOf(question: MetricQuestion): readonly string[] {
  return queries[question.facts.type](question);
}

const queries: { readonly [T in MetricType]: (question: MetricQuestion) => readonly string[] } = {
  counter: (question) => [grouped('sum', question.by, rateOf(question, ''))],
  gauge: ({ facts, labels, by }) => [grouped(OPERATORS[facts.aggregate], by, `${facts.name}${braced(labels)}`)],
  histogram: (question) => [
    grouped('sum', question.by, rateOf(question, '_count')),
    ...SUMMARY_RATIOS.map((ratio) => {
      const buckets = grouped('sum', [...(question.by ?? []), 'le'], rateOf(question, '_bucket'));
      return `histogram_quantile(${ratio}, ${buckets})`;
    }),
  ],
  summary: (question) => [
    rateOf(question, '_count'),
    ...SUMMARY_RATIOS.map((ratio) => {
      const { facts, labels } = question;
      return `${facts.name}${braced({ ...labels, quantile: String(ratio) })}`;
    }),
  ],
};

/** The aggregates of metric definitions, by the names that PromQL gives them. */
const OPERATORS: Readonly<Record<MetricFacts['aggregate'], string>> = {
  sum: 'sum',
  max: 'max',
  min: 'min',
  average: 'avg',
  first: 'max',
};

function rateOf({ facts, labels, windowMs }: MetricQuestion, suffix: string): string {
  return `rate(${facts.name}${suffix}${braced(labels)}[${durationOf(windowMs)}])`;
}

function grouped(operator: string, by: readonly string[] | undefined, vector: string): string {
  if (by === undefined) return vector;
  return by.length === 0 ? `${operator}(${vector})` : `${operator} by (${by.join(', ')}) (${vector})`;
}

function braced(labels: Labels): string {
  const matchers = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return matchers.length === 0 ? '' : `{${matchers.join(', ')}}`;
}

function durationOf(windowMs: number): string {
  const isMinutes = windowMs % 60_000 === 0;
  return isMinutes ? `${windowMs / 60_000}m` : `${Math.round(windowMs / 1000)}s`;
}
