/** Columns of tables whose rows stand for many spans: how many, how long together and each, how many failed. */
import { formatCount } from '../format/count.js';
import { Bar } from './bar.js';
import type { Column } from './data-table.js';
import { Duration } from './duration.js';

interface SpanSum {
  readonly count: number;
  readonly totalMs: number;
  readonly errorCount: number;
}

/** How many, how long together, and that beside the row with the most. */
export function sumColumns<R extends SpanSum>(mostMs: number): readonly Column<R>[] {
  return [
    { ...numeric('count', 'Count'), width: 70, keep: true, render: ({ count }) => formatCount(count) },
    { ...durationColumn<R>('totalMs', 'Total', ({ totalMs }) => totalMs), keep: true },
    { id: 'share', title: 'Of the largest', width: 104, render: ({ totalMs }) => <Bar value={totalMs} max={mostMs} /> },
  ];
}

export function durationColumn<R>(id: string, title: string, readMs: (row: R) => number): Column<R> {
  return { ...numeric(id, title), width: 86, render: (row) => <Duration ms={readMs(row)} /> };
}

export function errorColumn<R extends SpanSum>(): Column<R> {
  return { ...numeric('errorCount', 'Errors'), width: 64, render: ({ errorCount }) => errorCount || '' };
}

function numeric(id: string, title: string) {
  return { id, title, align: 'right', sortable: true } as const;
}
