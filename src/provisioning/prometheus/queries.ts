/** PromQL over one application's metrics: its prefix and its default labels are in every selector. */
import type { MetricDefinition } from '../../kernel/index.js';
import { httpNamesAmong, type HttpNames } from '../http-names.js';
import type { ProvisioningInput } from '../provisioning.js';

export type Labels = Readonly<Record<string, string>>;

export class Queries {
  private readonly names: ReadonlySet<string>;

  constructor(private readonly input: Pick<ProvisioningInput, 'prefix' | 'defaultLabels' | 'definitions'>) {
    this.names = new Set(input.definitions.map(({ name }: MetricDefinition) => name));
  }

  has(metric: string): boolean {
    return this.names.has(metric);
  }

  /** `shop_http_requests_total{region="eu",status=~"5.."}`; matchers are written as PromQL has them. */
  select(metric: string, ...matchers: readonly string[]): string {
    return `${this.fullName(metric)}${braced([...matchersOf(this.input.defaultLabels), ...matchers])}`;
  }

  fullName(metric: string): string {
    return this.input.prefix + metric;
  }

  /** Requests by name of their counter, their duration and the label of the status: ours, or OpenTelemetry's. */
  get http(): HttpNames {
    return httpNamesAmong((metric) => this.has(metric));
  }
}

/** Exact matchers, each value escaped as PromQL's texts are. */
export function matchersOf(labels: Labels): string[] {
  return Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
}

export function braced(matchers: readonly string[]): string {
  return matchers.length === 0 ? '' : `{${matchers.join(',')}}`;
}
