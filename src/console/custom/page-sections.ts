/**
 * What a page of the application's own gave, as what the console shows: plain, redacted and cut to size. Code wrote it, so anything
 * may be in it; what has no form of ours is an error, which the page then shows.
 */
import type {
  ConsoleChart,
  ConsoleFigures,
  ConsolePageSection,
  ConsoleTable,
  ConsoleText,
} from '../../config/index.js';
import type { Redactor } from '../../security/index.js';
import type { ChartSection, FiguresSection, PageSection, TableSection, TextSection } from '../shapes/index.js';

const MAX_SECTIONS = 50;
const MAX_FIGURES = 100;
const MAX_COLUMNS = 50;
const MAX_ROWS = 1_000;
const MAX_CELL_LENGTH = 4_096;
const MAX_TEXT_LENGTH = 65_536;
const MAX_LINES = 20;
const MAX_POINTS = 1_440;

type PageRedactor = Pick<Redactor, 'redactText' | 'redactValue'>;
type Cell = TableSection['rows'][number][string];

/** @throws Error that says what is wrong with which section */
export function shownSections(given: readonly ConsolePageSection[], redactor: PageRedactor): PageSection[] {
  if (!Array.isArray(given)) throw new TypeError('its sections are no list');
  const sections = new PageSections(redactor);
  return given.slice(0, MAX_SECTIONS).map((section, at) => sections.of(section, at));
}

class PageSections {
  constructor(private readonly redactor: PageRedactor) {}

  of(section: ConsolePageSection, at: number): PageSection {
    switch (section?.type) {
      case 'figures':
        return this.figures(section);
      case 'table':
        return this.table(section);
      case 'text':
        return this.text(section);
      case 'chart':
        return this.chart(section);
      default:
        throw new TypeError(`section ${at + 1} is neither figures, table, text nor chart`);
    }
  }

  private figures({ title, figures }: ConsoleFigures): FiguresSection {
    const shown = figures.slice(0, MAX_FIGURES).map(({ label, value, hint }) => ({
      label: this.shown(label),
      value: typeof value === 'number' && Number.isFinite(value) ? value : this.shown(value),
      ...(hint !== undefined && { hint: this.shown(hint) }),
    }));
    return { type: 'figures', ...this.titled(title), figures: shown };
  }

  private table({ title, columns, rows }: ConsoleTable): TableSection {
    const shown = columns.slice(0, MAX_COLUMNS).map((column) => ({
      name: String(column.name),
      title: this.shown(column.title),
      align: column.align === 'right' ? ('right' as const) : ('left' as const),
    }));
    const names = shown.map(({ name }) => name);
    return {
      type: 'table',
      ...this.titled(title),
      columns: shown,
      rows: rows.slice(0, MAX_ROWS).map((row) => this.row(row, names)),
      omittedRows: Math.max(0, rows.length - MAX_ROWS),
    };
  }

  private row(row: ConsoleTable['rows'][number], names: readonly string[]): Record<string, Cell> {
    // With its names, by which some values are known to be secret.
    const asked = Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
    const safe = this.redactor.redactValue(asked) as Record<string, unknown>;
    return Object.fromEntries(names.map((name) => [name, cellOf(safe[name])]));
  }

  private text({ title, text, isCode }: ConsoleText): TextSection {
    return {
      type: 'text',
      ...this.titled(title),
      text: this.redactor.redactText(String(text), MAX_TEXT_LENGTH),
      isCode: isCode === true,
    };
  }

  private chart({ title, unit, timesMs, series }: ConsoleChart): ChartSection {
    // The newest are worth more.
    const times = timesMs.slice(-MAX_POINTS).map(Number);
    const lines = series.slice(0, MAX_LINES).map(({ name, values }) => ({
      name: this.shown(name),
      values: valuesAt(times.length, values),
    }));
    return {
      type: 'chart',
      ...this.titled(title),
      ...(unit !== undefined && { unit: this.shown(unit) }),
      timesMs: times,
      series: lines,
    };
  }

  private titled(title: unknown): { readonly title?: string } {
    return title === undefined ? {} : { title: this.shown(title) };
  }

  private shown(value: unknown): string {
    return this.redactor.redactText(String(value), MAX_CELL_LENGTH);
  }
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null || typeof value === 'boolean') return value ?? null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (isTraceLink(value)) return { traceId: value.traceId };
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_CELL_LENGTH ? `${text.slice(0, MAX_CELL_LENGTH)}…` : text;
}

function isTraceLink(value: unknown): value is { readonly traceId: string } {
  const { traceId } = value as { readonly traceId?: unknown };
  return typeof traceId === 'string' && /^[\da-f]{32}$/.test(traceId);
}

function valuesAt(count: number, values: readonly (number | null)[]): (number | null)[] {
  const newest = values.slice(-count).map((value) => (Number.isFinite(value) ? value : null));
  return [...Array.from({ length: count - newest.length }, () => null), ...newest];
}
