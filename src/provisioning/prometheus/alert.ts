/** An alert as data: what it asks, what it says, and the story by which its test tells right from wrong. */
import type { Severity } from '../../config/index.js';
import type { Labels } from './queries.js';

export interface Alert {
  readonly name: string;
  readonly severity: Severity;
  readonly forMinutes: number;
  /** Without them there is nothing to ask. */
  readonly metrics: readonly string[];
  readonly expression: string;
  /** Beside severity and service. */
  readonly labels?: Labels;
  /** One line; Prometheus' templates, as in the description. */
  readonly summary: string;
  readonly description: string;
  /** Which dashboard shows it: the end of its uid. */
  readonly dashboard: string;
  /** How far back the expression looks: so long after a fault it may still see it. */
  readonly lookbackMinutes: number;
  readonly story: AlertStory;
}

/** What healthy and faulty mean for the samples of an alert. */
export interface AlertStory {
  readonly series: readonly StorySeries[];
  /** From the first faulty sample to the expression being true. */
  readonly crossingMinutes: number;
  /** Labels that the expression keeps. */
  readonly labels: Labels;
  /** `$value` during a fault, as the description shows it. */
  readonly shown: string;
}

/**
 * Counters go up by so much a minute and begin anew with a process; gauges stand at so much; a clock gauge holds the time of the last
 * success, which a fault stops.
 */
export type StorySeries =
  | { readonly kind: 'counter'; readonly selector: string; readonly healthy: number; readonly faulty: number }
  | { readonly kind: 'gauge'; readonly selector: string; readonly healthy: number; readonly faulty: number }
  | { readonly kind: 'clock'; readonly selector: string };
