/**
 * Labels as exposition text, put together from one piece per label. A piece is kept where series share it; whole texts kept
 * per series would double what a series costs, and be hardly faster to write.
 */
import type { LabelColumn } from './label-column.js';
import type { SeriesTable } from './series-limit.js';
import { escapeText, formatLabels } from './text-format.js';

export type DefaultLabels = Readonly<Record<string, string>>;

/** What stands before the value of a sample, for the series of one table. */
export class LabelText {
  /** Stands before a label that is added to an open text. */
  readonly next: '{' | ',';
  private readonly close: ' ' | '} ';
  private readonly pieces: readonly LabelPiece[];
  /** The whole text, where series have no labels of their own. */
  private readonly bare: string;

  /** Texts begin with `start`. A label of the series itself wins over a default label of its name. */
  constructor(
    private readonly table: SeriesTable<object>,
    defaultLabels: DefaultLabels,
    start = '',
  ) {
    const { labelNames, columns } = table;
    const common = formatLabels(without(defaultLabels, labelNames));
    const isEmpty = columns.length === 0 && common === '';
    this.next = isEmpty ? '{' : ',';
    this.close = isEmpty ? ' ' : '} ';
    this.bare = columns.length > 0 ? '' : `${start}${common && `{${common}`}${this.close}`;
    const end = `"${common && `,${common}`}${this.close}`;
    this.pieces = columns.map((column, level) => {
      const before = `${level === 0 ? `${start}{` : ','}${labelNames[level]!}="`;
      return new LabelPiece(column, before, level === columns.length - 1 ? end : '"');
    });
  }

  /** `text` with that of the series in `row` at its end. */
  append(text: string, row: number): string {
    let longer = text;
    for (let level = 0; level < this.pieces.length; level++) longer += this.piece(row, level);
    return longer + this.bare;
  }

  /** `text` with the same at its end but without the close, as one flat string to be the beginning of many lines. */
  open(text: string, row: number): string {
    const closed = [text, ...this.pieces.map((_, level) => this.piece(row, level)), this.bare].join('');
    return closed.slice(0, -this.close.length);
  }

  private piece(row: number, level: number): string {
    return this.pieces[level]!.at(this.table.valueNumber(row, level));
  }
}

class LabelPiece {
  /** By the number of a value: its text, and the value it was made from, since a number may pass to another one. */
  private readonly texts: string[] = [];
  private readonly values: (string | undefined)[] = [];

  constructor(
    private readonly column: LabelColumn,
    private readonly before: string,
    private readonly after: string,
  ) {}

  at(number: number): string {
    const value = this.column.valueAt(number);
    return this.values[number] === value ? this.texts[number]! : this.make(number, value);
  }

  private make(number: number, value: string): string {
    const escaped = escapeText(value);
    if (!this.column.isShared) return `${this.before}${escaped}${this.after}`;
    // Joined, because a concatenation keeps its parts alive, at two and a half times the memory.
    const text = [this.before, escaped, this.after].join('');
    this.keep(number, value, text);
    return text;
  }

  private keep(number: number, value: string, text: string): void {
    // Filled up in order, since an array with holes takes more time and room.
    while (this.values.length < number) this.texts[this.values.push(undefined) - 1] = '';
    this.values[number] = value;
    this.texts[number] = text;
  }
}

function without(labels: DefaultLabels, names: readonly string[]): DefaultLabels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));
}
