/** PromQL over one application's metrics: its prefix, its default labels and its service are in every selector. */
import type { MetricDefinition } from '../../kernel/index.js';
import { httpNamesAmong, type HttpNames } from '../http-names.js';
import type { ProvisioningInput } from '../provisioning.js';
import { serviceValues } from '../service-scope.js';

export type Labels = Readonly<Record<string, string>>;

type Subject = Pick<ProvisioningInput, 'prefix' | 'defaultLabels' | 'definitions' | 'service'>;

export class Queries {
  private readonly names: ReadonlySet<string>;
  private readonly scope: readonly string[];

  constructor(private readonly input: Subject) {
    this.names = new Set(input.definitions.map(({ name }: MetricDefinition) => name));
    this.scope = scopeOf(input);
  }

  get prefix(): string {
    return this.input.prefix;
  }

  has(metric: string): boolean {
    return this.names.has(metric);
  }

  /** `shop_http_requests_total{region="eu",service=~"shop|",status=~"5.."}`; matchers are written as PromQL has them. */
  select(metric: string, ...matchers: readonly string[]): string {
    return this.prefix + metric + braced([...this.scope, ...matchers]);
  }

  /** prom-client's own metrics, which keep their names. */
  selectDefault(metric: string, ...matchers: readonly string[]): string {
    return metric + braced([...this.scope, ...matchers]);
  }

  /** One series as it is scraped: `shop_http_requests_total{region="eu",service="shop",status="500"}`. */
  series(metric: string, ...labels: readonly string[]): string {
    return this.prefix + metric + braced([...matchersOf(this.labels), ...labels]);
  }

  /** What {@link series} has written, as another service has it. */
  elsewhere(series: string): string {
    const [own = ''] = matchersOf({ service: this.labels.service });
    return series.replace(own, 'service="another"');
  }

  /** Requests by name of their counter, their duration and the label of the status: ours, or OpenTelemetry's. */
  get http(): HttpNames {
    return httpNamesAmong((metric) => this.has(metric));
  }

  private get labels(): Labels & { readonly service: string } {
    const { service, defaultLabels } = this.input;
    return { service: service.name, ...defaultLabels };
  }
}

/** A default label `service` says it exactly. */
function scopeOf({ defaultLabels, service }: Subject): string[] {
  const matchers = matchersOf(defaultLabels);
  return 'service' in defaultLabels
    ? matchers
    : [...matchers, `service=~${JSON.stringify(serviceValues(service.name))}`];
}

/** Exact matchers, each value escaped as PromQL's texts are. */
export function matchersOf(labels: Labels): string[] {
  return Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
}

export function braced(matchers: readonly string[]): string {
  return matchers.length === 0 ? '' : `{${matchers.join(',')}}`;
}
