/** Code, environment, file and defaults laid over each other: one value and one origin per option. */
import type { DefaultContext } from './option-row.js';
import { optionRow, optionTable } from './option-table.js';
import type { ConfigOrigin, EnvironmentClass } from './resolved-config.js';

export interface Layer {
  readonly origin: ConfigOrigin;
  readonly values: ReadonlyMap<string, unknown>;
}

/** What defaults depend on beside other options. */
export type Surroundings = Omit<DefaultContext, 'valueOf' | 'isSaid'>;

export class SettledOptions {
  private readonly defaults = new Map<string, unknown>();
  private readonly context: DefaultContext;

  /** @param layers strongest first */
  constructor(
    private readonly layers: readonly Layer[],
    surroundings: Surroundings,
  ) {
    const valueOf = (path: string): unknown => this.valueOf(path);
    this.context = { ...surroundings, valueOf, isSaid: (path) => this.originOf(path) !== 'default' };
  }

  get environmentClass(): EnvironmentClass {
    return this.context.environmentClass;
  }

  get applicationFolder(): string | undefined {
    return this.context.applicationFolder;
  }

  originOf(path: string): ConfigOrigin {
    return this.layerOf(path)?.origin ?? 'default';
  }

  valueOf(path: string): unknown {
    if (MERGED.has(path)) return this.merged(path);
    const layer = this.layerOf(path);
    return layer ? layer.values.get(path) : this.defaultOf(path);
  }

  origins(): Record<string, ConfigOrigin> {
    return Object.fromEntries(optionTable.map(({ path }) => [path, this.originOf(path)]));
  }

  private layerOf(path: string): Layer | undefined {
    return this.layers.find(({ values }) => values.has(path));
  }

  private merged(path: string): unknown {
    return Object.assign({}, ...this.layers.map(({ values }) => values.get(path)).toReversed());
  }

  /** Kept, since a random identity must not change from one reading to the next. */
  private defaultOf(path: string): unknown {
    if (!this.defaults.has(path)) this.defaults.set(path, optionRow(path).defaultFor(this.context));
    return this.defaults.get(path);
  }
}

/** Resource attributes add up, as OpenTelemetry merges resources; every other option is replaced whole. */
const MERGED: ReadonlySet<string> = new Set(['service.attributes']);
