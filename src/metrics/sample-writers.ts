/**
 * Writes the samples of our own series. Writers are objects that stay from scrape to scrape: V8 gives up what it compiled
 * for closures and object shapes when the last of them is collected, and a scrape then takes ten times as long.
 */
import type { MetricType } from '../kernel/index.js';
import type { Cell, CellsByType, CounterCell, Exemplar, GaugeCell, HistogramCell, SummaryCell } from './cells.js';
import { LabelText, type DefaultLabels } from './label-text.js';
import type { MetricFamily } from './metric-family.js';
import { SUMMARY_QUANTILES } from './prometheus-values.js';
import type { SeriesTable } from './series-limit.js';
import { formatNumber, type TextFormat } from './text-format.js';

export interface SampleWriter<C extends Cell = Cell> {
  /** `text` with the samples of one series at its end. Each line begins with the line break that ends the one before. */
  append(text: string, cell: C): string;
}

/** What writes families in one format, and what stays the same from one scrape to the next. */
export class SampleWriters {
  private readonly heads = new WeakMap<MetricFamily, string>();
  private readonly byTable = new WeakMap<SeriesTable<Cell>, SampleWriter>();

  constructor(
    private readonly format: TextFormat,
    private readonly defaultLabels: DefaultLabels,
  ) {}

  /** The family's metadata, without the line break at its end. */
  head(family: MetricFamily): string {
    let head = this.heads.get(family);
    if (head === undefined) this.heads.set(family, (head = this.headOf(family)));
    return head;
  }

  /** What writes the series of one of the family's tables. */
  of(family: MetricFamily, table: SeriesTable<Cell>): SampleWriter {
    let writer = this.byTable.get(table);
    if (writer === undefined) this.byTable.set(table, (writer = this.make(family, table)));
    return writer;
  }

  private headOf({ fullName: name, type, help, definition }: MetricFamily): string {
    return this.format.head({ name, type, help, unit: definition.unit });
  }

  private make(family: MetricFamily, table: SeriesTable<Cell>): SampleWriter {
    const labels = (start?: string): LabelText => new LabelText(table, this.defaultLabels, start);
    return makers[family.type](family as never, labels, this.format) as SampleWriter;
  }
}

type Makers = {
  readonly [T in MetricType]: (
    family: MetricFamily<T>,
    labels: (start?: string) => LabelText,
    format: TextFormat,
  ) => SampleWriter<CellsByType[T]>;
};

const makers: Makers = {
  counter: ({ fullName }, labels, format) => new ScalarWriter(labels(`\n${format.counterName(fullName)}`)),
  gauge: ({ fullName }, labels) => new ScalarWriter(labels(`\n${fullName}`)),
  histogram: ({ fullName, bounds }, labels, format) => new HistogramWriter(fullName, bounds, labels(), format),
  summary: ({ fullName }, labels, format) => new SummaryWriter(fullName, labels(), format),
};

class ScalarWriter implements SampleWriter<CounterCell | GaugeCell> {
  constructor(private readonly named: LabelText) {}

  append(text: string, { row, value }: CounterCell | GaugeCell): string {
    return this.named.append(text, row) + formatNumber(value);
  }
}

class HistogramWriter implements SampleWriter<HistogramCell> {
  private readonly start: string;
  private readonly les: readonly string[];
  private readonly totals: TotalsWriter;
  private readonly hasExemplars: boolean;

  constructor(
    name: string,
    bounds: readonly number[],
    private readonly labels: LabelText,
    format: TextFormat,
  ) {
    this.start = `\n${name}_bucket`;
    this.les = [...bounds.map(format.bound), '+Inf'].map((le) => `${labels.next}le="${le}"} `);
    this.totals = new TotalsWriter(name, labels);
    this.hasExemplars = format.hasExemplars;
  }

  append(text: string, cell: HistogramCell): string {
    const { counts, row } = cell;
    const exemplars = this.hasExemplars ? cell.exemplars : undefined;
    const start = this.labels.open(this.start, row);
    let longer = text;
    let cumulative = 0;
    for (let bucket = 0; bucket < this.les.length; bucket++) {
      cumulative += counts[bucket]!;
      longer += `${start}${this.les[bucket]!}${cumulative}${exemplarText(exemplars?.[bucket])}`;
    }
    return this.totals.append(longer, cell);
  }
}

class SummaryWriter implements SampleWriter<SummaryCell> {
  private readonly start: string;
  private readonly quantiles: readonly string[];
  private readonly totals: TotalsWriter;

  constructor(
    name: string,
    private readonly labels: LabelText,
    format: TextFormat,
  ) {
    this.start = `\n${name}`;
    this.quantiles = SUMMARY_QUANTILES.map((quantile) => `${labels.next}quantile="${format.bound(quantile)}"} `);
    this.totals = new TotalsWriter(name, labels);
  }

  append(text: string, cell: SummaryCell): string {
    cell.quantiles.turn();
    const start = this.labels.open(this.start, cell.row);
    const lines = this.quantiles.map((label, index) => {
      const value = cell.quantiles.quantile(SUMMARY_QUANTILES[index]!);
      return start + label + formatNumber(value);
    });
    return this.totals.append(text + lines.join(''), cell);
  }
}

/** What histograms and summaries end with. */
class TotalsWriter implements SampleWriter<HistogramCell | SummaryCell> {
  private readonly sumStart: string;
  private readonly countStart: string;

  constructor(
    name: string,
    private readonly labels: LabelText,
  ) {
    this.sumStart = `\n${name}_sum`;
    this.countStart = `\n${name}_count`;
  }

  append(text: string, { row, sum, count }: HistogramCell | SummaryCell): string {
    const withSum = this.labels.append(text + this.sumStart, row) + formatNumber(sum);
    return this.labels.append(withSum + this.countStart, row) + String(count);
  }
}

function exemplarText(exemplar: Exemplar | undefined): string {
  if (exemplar === undefined) return '';
  const { traceId, spanId, value, epochMs } = exemplar;
  return ` # {trace_id="${traceId}",span_id="${spanId}"} ${formatNumber(value)} ${epochMs / 1000}`;
}
