/**
 * What somebody needs who was woken by an alert, as data; the pages are written from it. In every line `{name}` stands for the name
 * that the generated manifests give the deployment, and POD for one of its pods.
 */
import type { Queries } from '../prometheus/queries.js';

export interface Runbook {
  /** What the alert says about users or the service. */
  readonly meaning: string;
  /** What to do in the first minute, in this order. */
  readonly firstLook: readonly string[];
  readonly causes: readonly string[];
  /** Beside the alert's own expression. */
  readonly queries: (queries: Queries) => readonly RunbookQuery[];
  /** How to stop the bleeding: what brings users relief before the cause is known, what helps most often first. */
  readonly relief: readonly string[];
}

export interface RunbookQuery {
  readonly question: string;
  readonly metric: string;
  readonly expression: string;
}
