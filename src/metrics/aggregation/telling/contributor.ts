/** What one application in this process or thread has to tell: read from its registry, told into a sink. */
import { randomUUID } from 'node:crypto';
import type { MetricFamily } from '../../metric-family.js';
import type { MetricRegistry } from '../../metric-registry.js';
import type { ForeignMetric } from '../../prometheus-registry.js';
import { wantedAmong, type RegistryReader } from '../../registry-reader.js';
import { inSlices } from '../../slices.js';
import type { Contribution, Growth, Sink } from './contribution.js';
import { headOf, TravellingLabels } from './family-head.js';
import { ForeignReader } from './foreign-reader.js';
import { GrowthReader } from './growth-reader.js';
import { StateReader } from './state-reader.js';

export interface ContributorOptions {
  readonly registry: MetricRegistry;
  readonly reader: RegistryReader;
  /** Some metrics are about the whole process; its main thread tells them. */
  readonly isThread: boolean;
}

const PROCESS_WIDE = /^(.*_)?process_(cpu|resident|virtual|heap|open_fds|max_fds|start_time|memory)/;

export class Contributor {
  readonly source = randomUUID();
  private readonly growthReader: GrowthReader;
  private readonly stateReader: StateReader;
  private readonly foreignReader: ForeignReader;
  private tellings = 0;
  /** What grew is told by one after another, or it would be told twice. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ContributorOptions) {
    const { defaultLabels } = options.registry.config;
    this.growthReader = new GrowthReader(defaultLabels);
    this.stateReader = new StateReader(this.source, defaultLabels);
    this.foreignReader = new ForeignReader(this.source, options.reader.isolated);
  }

  /** Everything of these names, as it is now. */
  tell(names: readonly string[], sink: Sink): Promise<void> {
    return this.inTurn(() => this.tellNow(names, sink));
  }

  /** What would be lost with this process: totals. Nobody looks, so collectors that cost something are not asked. */
  handOver(sink: Sink): Promise<void> {
    return this.inTurn(() => this.handOverNow(sink));
  }

  /** The same at once, where nothing can be waited for: prom-client's metrics cannot be read then. */
  tellLast(sink: Sink): void {
    for (const growth of this.growthReader.growth(this.families)) if (growth) sink.take(growth);
  }

  /** For whoever asks this process and is not answered. */
  get unanswered(): Growth {
    const { registry } = this.options;
    const family = registry.find('observability_scrape_errors_total')!;
    const labels = new TravellingLabels(family.labelNames, registry.config.defaultLabels);
    const series = [...family.cells()].map((cell) => ({ labels: labels.of(cell), by: [1] }));
    return { kind: 'growth', family: headOf(family), labelNames: labels.names, series };
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async tellNow(names: readonly string[], sink: Sink): Promise<void> {
    const { reader, registry } = this.options;
    const isWanted = wantedAmong(names);
    const { families, foreign } = await reader.read((name) => isWanted(name) && this.isOurs(name));
    const telling = ++this.tellings;
    await inSlices(this.growthReader.growth(families), (growth) => growth && sink.take(growth));
    await inSlices(this.stateReader.states(families, telling, registry.clock.now()), (states) => sink.take(states));
    await inSlices(this.foreignReader.contributions(foreign, telling), (contribution) => sink.take(contribution));
  }

  private async handOverNow(sink: Sink): Promise<void> {
    const { reader } = this.options;
    await reader.collect(this.families.filter(isMirror));
    const foreign = await reader.readForeign((metric) => isPlainTotal(metric) && this.isOurs(metric.name));
    await inSlices(this.growthReader.growth(this.families), (growth) => growth && sink.take(growth));
    await inSlices(this.foreignReader.contributions(foreign, this.tellings), (contribution) => {
      if (isNews(contribution)) sink.take(contribution);
    });
  }

  private get families(): readonly MetricFamily[] {
    return [...this.options.registry.families()].filter(({ fullName }) => this.isOurs(fullName));
  }

  private isOurs(name: string): boolean {
    return !this.options.isThread || !PROCESS_WIDE.test(name);
  }
}

/** Counters that are set when they are read; what summaries collect covers the time since the last scrape. */
function isMirror({ isCollected, type }: MetricFamily): boolean {
  return isCollected && (type === 'counter' || type === 'histogram');
}

function isPlainTotal({ collect, type }: ForeignMetric): boolean {
  return collect === undefined && type !== 'gauge';
}

function isNews(contribution: Contribution): boolean {
  return contribution.kind === 'foreign-growth' && contribution.lines.length > 0;
}
