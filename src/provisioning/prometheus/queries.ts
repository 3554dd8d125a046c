/** PromQL over one application's metrics: its prefix and its default labels are in every selector. */
import type { MetricDefinition } from '../../kernel/index.js';
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
    return HTTP_NAMES.find(({ family }) => this.has(family)) ?? HTTP_NAMES[0]!;
  }
}

export interface HttpNames {
  /** Metric that has to be there. */
  readonly family: string;
  readonly count: string;
  readonly duration: string;
  readonly statusLabel: string;
}

const OTEL_DURATION = 'http_server_request_duration_seconds';

const HTTP_NAMES: readonly HttpNames[] = [
  {
    family: 'http_requests_total',
    count: 'http_requests_total',
    duration: 'http_request_duration_seconds',
    statusLabel: 'status',
  },
  {
    family: OTEL_DURATION,
    count: `${OTEL_DURATION}_count`,
    duration: OTEL_DURATION,
    statusLabel: 'http_response_status_code',
  },
];

/** Exact matchers, each value escaped as PromQL's texts are. */
export function matchersOf(labels: Labels): string[] {
  return Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
}

export function braced(matchers: readonly string[]): string {
  return matchers.length === 0 ? '' : `{${matchers.join(',')}}`;
}
