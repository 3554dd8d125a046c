/**
 * All metrics of one application: get-or-create by name, with the user's prefix and limits, and one error when two places
 * mean different things by one name. Its definitions are the catalog from which panels, alerts and tables are made.
 */
import {
  ObservabilityError,
  systemClock,
  type Clock,
  type Diagnostics,
  type MetricDefinition,
  type MetricType,
} from '../kernel/index.js';
import type { MetricsConfig } from '../config/index.js';
import { MetricFamily } from './metric-family.js';
import { assertValidMetric } from './metric-name.js';
import { PrometheusRegistry } from './prometheus-registry.js';
import { defineSelfMetrics } from './self-metrics.js';

/** The slice of the configuration the registry needs. */
export type RegistryConfig = Pick<
  MetricsConfig,
  | 'prefix'
  | 'defaultLabels'
  | 'durationBuckets'
  | 'maxSeries'
  | 'maxLabelValues'
  | 'includeDefaultRegistry'
  | 'collectTimeoutMs'
> &
  Partial<Pick<MetricsConfig, 'idleSeriesMs'>>;

export interface DefineOptions {
  /** Who defines it, for conflict messages; a function is asked only when needed. Default: the definition's family. */
  readonly site?: string | (() => string);
  /** Value limits of single labels, by name; others have `metrics.maxLabelValues`. */
  readonly labelLimits?: ReadonlyMap<string, number>;
  /** Gauges only: series that nobody set for this long, in milliseconds, are removed. Default: never. */
  readonly idleTimeoutMs?: number;
}

export type DefinitionOf<T extends MetricType> = MetricDefinition & { readonly type: T };

export class MetricRegistry {
  readonly prometheus: PrometheusRegistry;
  private readonly byName = new Map<string, MetricFamily>();

  constructor(
    readonly config: RegistryConfig,
    readonly diagnostics: Diagnostics,
    /** Says when gauges were last set, and how long ago. */
    readonly clock: Clock = systemClock,
  ) {
    this.prometheus = new PrometheusRegistry(config.defaultLabels);
    defineSelfMetrics(this);
  }

  /**
   * The family of this definition, made when new.
   *
   * @throws ObservabilityError OBS_ERR_METRIC_INVALID when the definition breaks Prometheus' data model,
   *   OBS_ERR_METRIC_CONFLICT when the name is in use with another type, label set or bucket list.
   */
  define<T extends MetricType>(definition: DefinitionOf<T>, options: DefineOptions = {}): MetricFamily<T> {
    const known = this.byName.get(definition.name);
    if (known !== undefined) this.assertSame(known, definition, options);
    const family = (known as MetricFamily<T> | undefined) ?? this.create(definition, options);
    for (const [label, max] of options.labelLimits ?? []) family.limitLabel(label, max);
    return family;
  }

  /** A family by its name, with or without the prefix. */
  find(name: string): MetricFamily | undefined {
    const { prefix } = this.config;
    return this.byName.get(name) ?? (name.startsWith(prefix) ? this.byName.get(name.slice(prefix.length)) : undefined);
  }

  families(): Iterable<MetricFamily> {
    return this.byName.values();
  }

  /** The catalog: what has been defined so far, under names without prefix. */
  definitions(): MetricDefinition[] {
    return [...this.byName.values()].map((family) => family.definition);
  }

  private create<T extends MetricType>(definition: DefinitionOf<T>, options: DefineOptions): MetricFamily<T> {
    assertValidMetric({ ...definition, name: `${this.config.prefix}${definition.name}` });
    const family = new MetricFamily({
      definition,
      name: this.config.prefix + definition.name,
      bounds: this.boundsOf(definition),
      site: siteOf(definition, options),
      limits: this.config,
      diagnostics: this.diagnostics,
      idleTimeoutMs: this.idleTimeoutOf(definition, options),
    });
    this.register(family as MetricFamily);
    return family;
  }

  private register(family: MetricFamily): void {
    if (this.prometheus.has(family.fullName)) {
      throw conflict(family.fullName, 'another metric of the same name', 'prom-client registry', family.site);
    }
    this.adviseOnName(family);
    this.prometheus.add(family);
    this.byName.set(family.definition.name, family);
  }

  private adviseOnName({ type, fullName }: MetricFamily): void {
    if (type !== 'counter' || fullName.endsWith('_total')) return;
    const advice = `Counter ${fullName} should be named ${fullName}_total: OpenMetrics scrapes show it under that name.`;
    this.diagnostics.warnOnce(`counter-name:${fullName}`, advice);
  }

  private assertSame(known: MetricFamily, definition: MetricDefinition, options: DefineOptions): void {
    const asked: readonly (readonly [what: string, known: string, asked: string])[] = [
      ['type', known.type, definition.type],
      ['labels', known.labelNames.join(', '), definition.labelNames.join(', ')],
      ['buckets', known.bounds.join(', '), this.boundsOf(definition).join(', ')],
    ];
    const different = asked.find(([, ours, theirs]) => ours !== theirs);
    if (different === undefined) return;
    const [what, ours, theirs] = different;
    throw conflict(
      known.fullName,
      `${what} ${ours || 'none'} and ${theirs || 'none'}`,
      known.site,
      siteOf(definition, options),
    );
  }

  private idleTimeoutOf({ isPerEntity }: MetricDefinition, { idleTimeoutMs }: DefineOptions): number | undefined {
    const { idleSeriesMs } = this.config;
    return idleTimeoutMs ?? (isPerEntity === true && idleSeriesMs !== 0 ? idleSeriesMs : undefined);
  }

  private boundsOf({ type, buckets }: MetricDefinition): readonly number[] {
    if (type !== 'histogram') return [];
    return buckets === undefined || buckets === 'duration' ? this.config.durationBuckets : buckets;
  }
}

function siteOf({ family }: MetricDefinition, { site = family }: DefineOptions): string {
  return typeof site === 'function' ? site() : site;
}

function conflict(name: string, got: string, first: string, second: string): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_METRIC_CONFLICT',
    fact: `metric ${name} means different things in ${first} and in ${second}`,
    got,
    fix: 'rename one of them, or define it in one place and share it',
  });
}
