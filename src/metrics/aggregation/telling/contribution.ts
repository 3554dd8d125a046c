/**
 * What a process or thread tells the one that shows the page for all. Totals are told as what they grew by, so that what was
 * told outlives its teller; states are told as they are. All of it is plain data that JSON keeps.
 */
import type { MetricAggregate, MetricType, MetricUnit } from '../../../kernel/index.js';
import type { Exemplar } from '../../cells.js';
import type { PrometheusExemplar, PrometheusLabels } from '../../prometheus-values.js';

/** JSON has no infinities: those travel as text. */
export type Travelling = number | string;

/** A family of ours. Default labels are among the labels of its series: processes may differ in them. */
export interface FamilyHead {
  readonly name: string;
  readonly type: MetricType;
  readonly unit: MetricUnit;
  readonly help: string;
  readonly bounds: readonly number[];
  readonly aggregate: MetricAggregate;
  /** Value limits of single labels. */
  readonly labelLimits: readonly (readonly [label: string, max: number])[];
}

/** Counters, histograms, and sum and count of summaries. */
export interface Growth {
  readonly kind: 'growth';
  readonly family: FamilyHead;
  readonly labelNames: readonly string[];
  readonly series: readonly SeriesGrowth[];
}

export interface SeriesGrowth {
  readonly labels: readonly string[];
  /** What `totals.ts` lists, each by how much it grew. */
  readonly by: readonly number[];
  /** By bucket; null where there is none that is new. */
  readonly exemplars?: readonly (Exemplar | null)[];
}

/** Gauges, and the quantiles of summaries. */
export interface States {
  readonly kind: 'states';
  readonly source: string;
  /** Which telling of the source, counted up: parts of an earlier one may come late. */
  readonly telling: number;
  readonly family: FamilyHead;
  readonly labelNames: readonly string[];
  readonly series: readonly SeriesState[];
}

export interface SeriesState {
  readonly labels: readonly string[];
  /** A gauge's. */
  readonly value?: Travelling;
  /** A summary's observations, as `[bin, count]` of its sketch. */
  readonly bins?: readonly (readonly [bin: number, count: number])[];
  /** A summary's, where its quantiles come from elsewhere: one per quantile that is shown. */
  readonly quantiles?: readonly Travelling[];
}

/** A metric of prom-client's, by what it says about itself. */
export interface ForeignHead {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  /** prom-client omits what means nothing over several processes; what one alone tells is shown. */
  readonly aggregate: MetricAggregate | 'omit';
}

/** One line of it, whose name differs from the metric's for buckets, sums and counts. */
export interface ForeignLine {
  readonly sampleName?: string;
  readonly labels: PrometheusLabels;
}

export interface ForeignGrowth {
  readonly kind: 'foreign-growth';
  readonly metric: ForeignHead;
  readonly lines: readonly (ForeignLine & { readonly by: number; readonly exemplar?: PrometheusExemplar })[];
}

export interface ForeignStates {
  readonly kind: 'foreign-states';
  readonly source: string;
  /** Which telling of the source, counted up: parts of an earlier one may come late. */
  readonly telling: number;
  readonly metric: ForeignHead;
  readonly lines: readonly (ForeignLine & { readonly value: Travelling })[];
}

export type Contribution = Growth | States | ForeignGrowth | ForeignStates;

export interface Sink {
  take(contribution: Contribution): void;
}

export function travelling(value: number): Travelling {
  return Number.isFinite(value) ? value : String(value);
}
