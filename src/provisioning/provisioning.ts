/** What operations files are made from, and what they are: data in, text out. The same input gives the same bytes. */
import type { MetricDefinition } from '../kernel/index.js';
import type { Objective } from '../slo/index.js';
import type { AlertOptions } from '../config/index.js';

export interface ProvisioningInput {
  readonly service: { readonly name: string; readonly version: string };
  /** Metrics that the application may show, under the names without prefix. */
  readonly definitions: readonly MetricDefinition[];
  /** Those of them that the application declares itself. */
  readonly ownMetrics: readonly MetricDefinition[];
  /** `metrics.prefix`, put before every name in a query. */
  readonly prefix: string;
  /** `metrics.defaultLabels`, on every sample. */
  readonly defaultLabels: Readonly<Record<string, string>>;
  readonly objectives: readonly Objective[];
  /** Default: every alert with its default threshold, links relative to the output folder. */
  readonly alerts?: AlertOptions;
}

export interface GeneratedFile {
  /** Relative to the output folder, with forward slashes: `grafana/dashboards/overview.json`. */
  readonly path: string;
  readonly text: string;
}
