/**
 * PromQL over metric definitions: names with the application's prefix, aggregation as the definition says, and every
 * selector narrowed by the variables on top of the dashboard.
 */
import type { MetricAggregate, MetricDefinition } from '../../kernel/index.js';
import type { ProvisioningInput } from '../provisioning.js';
import { isTimestamp } from './units.js';

export type Matchers = readonly string[];

export interface Breakdown {
  readonly by?: readonly string[];
  /** Added to the variables' own: `status=~"5.."`. */
  readonly matchers?: Matchers;
}

export interface Period extends Breakdown {
  /** `5m`; by default what Grafana takes for a line, or for a number the period that the panel shows. */
  readonly over?: string;
}

const operators: Readonly<Record<MetricAggregate, string>> = {
  sum: 'sum',
  max: 'max',
  min: 'min',
  average: 'avg',
  first: 'max',
};

export class PanelQueries {
  private readonly byName: ReadonlyMap<string, MetricDefinition>;

  /** @param filterLabels labels that have a variable of the same name */
  constructor(
    private readonly input: ProvisioningInput,
    private readonly filterLabels: readonly string[] = [],
  ) {
    this.byName = new Map(input.definitions.map((definition) => [definition.name, definition]));
  }

  /** Undefined where the application does not have this metric. */
  find(name: string): MetricDefinition | undefined {
    return this.byName.get(name);
  }

  selector(
    definition: MetricDefinition,
    { matchers = [], suffix = '' }: { matchers?: Matchers; suffix?: string } = {},
  ): string {
    const name = `${isForeign(definition) ? '' : this.input.prefix}${definition.name}${suffix}`;
    return `${name}{${[...this.scope(definition), ...matchers].join(', ')}}`;
  }

  /** What exists of a metric; of a histogram one series each. */
  series(definition: MetricDefinition): string {
    return this.selector(definition, { suffix: countOf(definition) });
  }

  /** Events per second. */
  rate(definition: MetricDefinition, { by, matchers = [], over = '$__rate_interval' }: Period = {}): string {
    const events = this.selector(definition, { matchers, suffix: countOf(definition) });
    return aggregate('sum', by, `rate(${events}[${over}])`);
  }

  /** Events in a period. */
  total(definition: MetricDefinition, { by, matchers = [], over = '$__range' }: Period = {}): string {
    const events = this.selector(definition, { matchers, suffix: countOf(definition) });
    return aggregate('sum', by, `increase(${events}[${over}])`);
  }

  /** A gauge's or summary's value; of a point in time its age. */
  value(definition: MetricDefinition, { by, matchers = [] }: Breakdown = {}): string {
    const value = aggregate(operatorOf(definition), by, this.selector(definition, { matchers }));
    return isTimestamp(definition) ? `time() - ${value}` : value;
  }

  /** How many series there are. */
  count(definition: MetricDefinition, by: readonly string[]): string {
    return aggregate('count', by, this.selector(definition));
  }

  quantile(
    quantile: number,
    definition: MetricDefinition,
    { by = [], matchers = [], over = '$__rate_interval' }: Period = {},
  ): string {
    const buckets = this.selector(definition, { matchers, suffix: '_bucket' });
    return `histogram_quantile(${quantile}, ${aggregate('sum', [...by, 'le'], `rate(${buckets}[${over}])`)})`;
  }

  /** Seconds spent per second: what a histogram of durations adds up to. */
  timeShare(definition: MetricDefinition, by: readonly string[]): string {
    return aggregate('sum', by, `rate(${this.selector(definition, { suffix: '_sum' })}[$__rate_interval])`);
  }

  /** Events per bucket, for a heatmap. */
  buckets(definition: MetricDefinition): string {
    return aggregate('sum', ['le'], `increase(${this.selector(definition, { suffix: '_bucket' })}[$__rate_interval])`);
  }

  /** On the page a metric's own label wins over a default label, so that one says nothing about the variable then. */
  private scope({ labelNames }: MetricDefinition): string[] {
    const common = ['service', 'instance', ...Object.keys(this.input.defaultLabels)];
    const narrowed = this.filterLabels.filter((label) => labelNames.includes(label));
    const names = new Set([...common.filter((label) => !labelNames.includes(label)), ...narrowed]);
    return [...names].map((name) => `${name}=~"$${name}"`);
  }
}

/** Families of prom-client keep their names whatever `metrics.prefix` says. */
export const foreignFamily = 'prom-client';

function isForeign({ family }: MetricDefinition): boolean {
  return family === foreignFamily;
}

function countOf({ type }: MetricDefinition): string {
  return type === 'histogram' ? '_count' : '';
}

function operatorOf(definition: MetricDefinition): string {
  if (definition.type === 'summary' || isTimestamp(definition)) return 'max';
  return operators[definition.aggregate ?? (definition.unit === 'ratio' ? 'average' : 'sum')];
}

function aggregate(operator: string, by: readonly string[] | undefined, vector: string): string {
  return by === undefined || by.length === 0
    ? `${operator}(${vector})`
    : `${operator} by (${by.join(', ')}) (${vector})`;
}
