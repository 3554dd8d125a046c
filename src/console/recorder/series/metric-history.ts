/** One metric over time: its series, those that came and went included, and at which readings it was read. */
import type { CellView, MetricFacts } from './metric-facts.js';
import type { SeriesRoom } from './columns.js';
import { readInto, Series } from './series.js';

export interface ReadingPlace {
  readonly point: number;
  readonly slot: number;
}

export class MetricHistory {
  /** Series that were left out of the last reading for want of room. */
  omittedCount = 0;
  private readonly byCell = new Map<CellView, Series>();
  /** By slot: 1 where it is known what was counted since the reading before. */
  private readonly knownAt: Uint8Array;
  private lastPoint: number;

  /** @param isNew whether it was not there at the reading before: all that it has counted is then of this one */
  constructor(
    readonly facts: MetricFacts,
    private readonly room: SeriesRoom,
    point: number,
    isNew: boolean,
  ) {
    this.knownAt = new Uint8Array(room.slotCount);
    this.lastPoint = isNew ? point - 1 : -1;
  }

  get series(): Iterable<Series> {
    return this.byCell.values();
  }

  get seriesCount(): number {
    return this.byCell.size;
  }

  isKnown(slot: number): boolean {
    return this.knownAt[slot] === 1;
  }

  read(cells: Iterable<CellView>, { point, slot }: ReadingPlace): void {
    const isKnown = point > 0 && this.lastPoint === point - 1;
    // One that had been left out may have counted for long.
    const isNewKnown = isKnown && this.omittedCount === 0;
    this.knownAt[slot] = isKnown ? 1 : 0;
    this.lastPoint = point;
    this.omittedCount = 0;
    for (const cell of cells) {
      const known = this.byCell.get(cell);
      const isRead = this.readOne(known ?? this.admit(cell), cell, { point, slot }, known ? isKnown : isNewKnown);
      if (!isRead) this.leaveOut(cell);
    }
    for (const series of this.series) if (series.lastPoint !== point) series.miss(slot);
  }

  /** It was not asked at this reading. */
  skip({ slot }: ReadingPlace): void {
    this.knownAt[slot] = 0;
    for (const series of this.series) series.miss(slot);
  }

  wasReadAt(point: number): boolean {
    return this.lastPoint === point;
  }

  /** Forgets series that were seen last before `point`. */
  forgetUnseenSince(point: number): void {
    for (const [cell, series] of this.byCell) if (series.lastPoint < point) this.forget(cell, series);
  }

  /** False where there was no room for it. */
  private readOne(
    series: Series | undefined,
    cell: CellView,
    { point, slot }: ReadingPlace,
    isKnown: boolean,
  ): boolean {
    if (series === undefined || !readInto(series, this.facts.type, cell, slot, isKnown)) return false;
    series.lastPoint = point;
    return true;
  }

  /** What is kept in part would be taken for the whole. */
  private leaveOut(cell: CellView): void {
    this.omittedCount++;
    const series = this.byCell.get(cell);
    if (series !== undefined) this.forget(cell, series);
  }

  private admit(cell: CellView): Series | undefined {
    const series = Series.of(this.facts, cell, this.room);
    if (series !== undefined) this.byCell.set(cell, series);
    return series;
  }

  private forget(cell: CellView, series: Series): void {
    this.byCell.delete(cell);
    series.release();
  }
}
