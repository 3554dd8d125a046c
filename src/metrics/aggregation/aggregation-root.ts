/** Where everything comes together: the page over all processes and threads. */
import { systemClock, type Diagnostics } from '../../kernel/index.js';
import { PageWriter, type PageContent } from '../page-writer.js';
import { wantedAmong } from '../registry-reader.js';
import { inSlices } from '../slices.js';
import type { FormatName } from '../text-format.js';
import type { Contribution, Sink } from './telling/contribution.js';
import { Gathering } from './talking/gathering.js';
import { GrowthReader } from './telling/growth-reader.js';
import { MergedFamilies } from './merging/merged-families.js';
import { MergedForeign } from './merging/merged-foreign.js';
import { StateBoard } from './merging/state-board.js';
import type { Station } from './talking/station.js';

export interface RootOptions {
  readonly maxSeries: number;
  readonly maxLabelValues: number;
  readonly answerTimeoutMs: number;
  readonly diagnostics: Diagnostics;
}

export class AggregationRoot implements Sink, Station {
  readonly gathering: Gathering;
  private readonly families: MergedFamilies;
  private readonly foreign: MergedForeign;
  private readonly board = new StateBoard();
  private readonly writer: PageWriter;
  /** One page after another is made up; they are written at the same time. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: RootOptions) {
    const { diagnostics, answerTimeoutMs } = options;
    this.families = new MergedFamilies(options, diagnostics);
    this.foreign = new MergedForeign(diagnostics);
    this.gathering = new Gathering(answerTimeoutMs, diagnostics);
    const { reader } = this.gathering;
    this.writer = new PageWriter({ defaultLabels: {}, diagnostics, clock: systemClock, reader });
  }

  /** From other processes and threads: one that cannot be taken must not cost the rest. */
  takeAll(contributions: Iterable<Contribution>): void {
    const { diagnostics } = this.options;
    for (const contribution of contributions)
      diagnostics.safely('metrics', 'aggregate', () => this.take(contribution), undefined);
  }

  take(contribution: Contribution): void {
    switch (contribution.kind) {
      case 'growth':
        return this.families.take(contribution);
      case 'foreign-growth':
        return this.foreign.take(contribution);
      default:
        return this.board.take(contribution);
    }
  }

  write(formatName: FormatName, names: readonly string[]): AsyncGenerator<string, void, undefined> {
    return this.writer.write(() => this.inTurn(() => this.read(names)), formatName);
  }

  /** All totals, for another root. */
  *totals(): Iterable<Contribution | undefined> {
    yield* new GrowthReader({}).growth(this.families.all());
    yield* this.foreign.totals();
  }

  /** The application of this process ends; what it counted stays where others are. */
  async leave(): Promise<void> {
    const { own, isShared } = this.gathering;
    if (isShared) await own?.handOver(this);
    this.gathering.own = undefined;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async read(names: readonly string[]): Promise<PageContent> {
    const isWanted = wantedAmong(names);
    const { complete, silent } = await this.gathering.gather(names, this);
    for (const source of complete) this.board.complete(source, isWanted);
    this.board.retain([...complete, ...silent]);
    const { own, foreign } = this.board.all();
    await inSlices(this.families.show(own), () => undefined);
    await inSlices(this.foreign.show(foreign), () => undefined);
    return {
      families: this.families.all().filter(({ fullName }) => isWanted(fullName)),
      foreign: this.foreign.all().filter(({ reading }) => isWanted(reading.name)),
    };
  }
}
