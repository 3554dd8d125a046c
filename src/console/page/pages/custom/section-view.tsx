/** One section of such a page. All that stands in it is text. */
import type { ComponentChildren, JSX } from 'preact';
import { Link } from '../../app/router.js';
import { Chart } from '../../components/chart.js';
import { CodeBlock } from '../../components/code-block.js';
import { DataTable, type Column } from '../../components/data-table.js';
import { FactTable, type FactColumn } from '../../components/fact-table.js';
import { Panel } from '../../components/panel.js';
import { Stat } from '../../components/stat.js';
import { formatCount, formatNumber } from '../../format/count.js';
import type { ChartSection, FiguresSection, PageSection, TableSection, TextSection } from '../../../shapes/index.js';

export function SectionView({ section }: { readonly section: PageSection }): JSX.Element {
  const content = contentOf(section);
  if (section.title === undefined || section.type === 'chart') return <section>{content}</section>;
  return (
    <Panel title={section.title} note={noteOf(section)}>
      {content}
    </Panel>
  );
}

function contentOf(section: PageSection): JSX.Element {
  switch (section.type) {
    case 'figures':
      return <Figures section={section} />;
    case 'table':
      return <Table section={section} />;
    case 'text':
      return <Text section={section} />;
    case 'chart':
      return <Lines section={section} />;
  }
}

function noteOf(section: PageSection): string | undefined {
  if (section.type !== 'table') return undefined;
  const { rows, omittedRows } = section;
  return omittedRows === 0 ? String(rows.length) : `the first ${rows.length} of ${rows.length + omittedRows}`;
}

function Figures({ section: { figures } }: { readonly section: FiguresSection }): JSX.Element {
  return (
    <div class="custom-figures">
      {figures.map(({ label, value, hint }) => (
        <Stat key={label} label={label} value={typeof value === 'number' ? shown(value) : value} hint={hint} />
      ))}
    </div>
  );
}

type Row = TableSection['rows'][number];

/** More rows are shown as a list that holds only those in view. */
const maxFactRows = 100;
/** Of a column of such a list; texts share what is left. */
const numberWidth = 120;

function Table({ section }: { readonly section: TableSection }): JSX.Element {
  const { title = 'Table', columns, rows } = section;
  const emptyText = 'No rows.';
  if (rows.length > maxFactRows)
    return (
      <div class="custom-table">
        <DataTable
          label={title}
          rows={rows.map((row, at) => ({ row, at }))}
          columns={columns.map(listColumn)}
          rowKey={({ at }) => String(at)}
          emptyText={emptyText}
        />
      </div>
    );
  return (
    <FactTable
      label={title}
      rows={rows}
      columns={columns.map(factColumn)}
      rowKey={(_, at) => String(at)}
      emptyText={emptyText}
    />
  );
}

type TableColumn = TableSection['columns'][number];

function factColumn({ name, title, align = 'left' }: TableColumn): FactColumn<Row> {
  return { title, align, render: (row) => cellOf(row[name] ?? null) };
}

function listColumn({ name, title, align = 'left' }: TableColumn): Column<{ readonly row: Row; readonly at: number }> {
  return {
    id: name,
    title,
    align,
    ...(align === 'right' && { width: numberWidth }),
    render: ({ row }) => cellOf(row[name] ?? null),
    sortable: ({ row }) => sortValueOf(row[name] ?? null),
  };
}

function cellOf(value: Row[string]): ComponentChildren {
  if (value === null) return null;
  if (typeof value === 'object')
    return (
      <Link page="trace" params={{ id: value.traceId }} class="mono" title={value.traceId}>
        {value.traceId.slice(0, 8)}
      </Link>
    );
  if (typeof value === 'number') return <span class="number">{shown(value)}</span>;
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;
}

/** A count is shown whole; of anything measured four figures matter. */
function shown(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
}

function sortValueOf(value: Row[string]): string | number | null {
  if (typeof value === 'object' && value !== null) return value.traceId;
  return typeof value === 'boolean' ? Number(value) : value;
}

function Text({ section: { title = 'Text', text, isCode } }: { readonly section: TextSection }): JSX.Element {
  return isCode === true ? <CodeBlock text={text} label={title} /> : <p class="custom-text">{text}</p>;
}

function Lines({
  section: { title = 'Chart', unit, timesMs, series },
}: {
  readonly section: ChartSection;
}): JSX.Element {
  return <Chart title={title} timesMs={timesMs} lines={series} {...(unit !== undefined && { unit })} />;
}
