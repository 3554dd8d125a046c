/** Aligned spans of two traces: how long each took, the difference, and what only one of them has. */
import type { CSSProperties, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { classes } from '../../components/classes.js';
import { useElementSize } from '../../components/use-element-size.js';
import { useViewport } from '../../components/use-viewport.js';
import { formatDuration } from '../../format/duration.js';
import { differenceMs, type ComparedRow } from './compare-traces.js';
import { FamilyMark } from './family-mark.js';
import type { SpanNode } from './span-tree.js';

interface CompareTableProps {
  readonly rows: readonly ComparedRow[];
  readonly leftTitle: string;
  readonly rightTitle: string;
}

const rowHeightPx = 26;

export function CompareTable({ rows, leftTitle, rightTitle }: CompareTableProps): JSX.Element {
  const scroller = useRef<HTMLDivElement>(null);
  const view = useViewport(scroller, rows.length, rowHeightPx, useElementSize(scroller).height || 800);
  const longestMs = rows.reduce((most, row) => Math.max(most, msOf(leftOf(row)), msOf(rightOf(row))), 0);
  return (
    <div
      ref={scroller}
      class="compare-table"
      role="table"
      aria-label="Spans of both traces"
      aria-rowcount={rows.length + 1}
      tabIndex={0}
    >
      <div class="compare-head" role="row">
        <div role="columnheader">Span</div>
        <div role="columnheader">{leftTitle}</div>
        <div role="columnheader">{rightTitle}</div>
        <div role="columnheader">Difference</div>
      </div>
      <div class="compare-rows" role="rowgroup" style={{ height: `${rows.length * rowHeightPx}px` }}>
        {rows.slice(view.start, view.end).map((row, place) => (
          <Row key={view.start + place} row={row} index={view.start + place} longestMs={longestMs} />
        ))}
      </div>
    </div>
  );
}

function Row({
  row,
  index,
  longestMs,
}: {
  readonly row: ComparedRow;
  readonly index: number;
  readonly longestMs: number;
}): JSX.Element {
  const { span } = (leftOf(row) ?? rightOf(row))!;
  return (
    <div
      class={classes('compare-row', `is-${row.side}`)}
      role="row"
      aria-rowindex={index + 2}
      style={{ top: `${index * rowHeightPx}px` }}
    >
      <div class="compare-name" role="rowheader" style={{ '--depth': String(row.depth) } as CSSProperties}>
        <FamilyMark kind={span.kind} />{' '}
        <span class="cut" title={span.name}>
          {span.name}
        </span>
      </div>
      <Cell node={leftOf(row)} longestMs={longestMs} />
      <Cell node={rightOf(row)} longestMs={longestMs} />
      <div role="cell" class={classes('compare-difference number', toneOfDifference(differenceMs(row)))}>
        {row.side === 'both' ? signed(differenceMs(row)!) : `${row.side} only`}
      </div>
    </div>
  );
}

function Cell({ node, longestMs }: { readonly node: SpanNode | undefined; readonly longestMs: number }): JSX.Element {
  if (node === undefined)
    return (
      <div role="cell" class="compare-cell quiet">
        –
      </div>
    );
  const share = longestMs === 0 ? 0 : node.span.durationMs / longestMs;
  return (
    <div role="cell" class="compare-cell">
      <span class="number">{formatDuration(node.span.durationMs)}</span>
      <span class="compare-bar" style={{ width: `${share * 100}%` }} />
    </div>
  );
}

/** Less than this is noise, and needs no colour. */
const TELLING_MS = 1;

function toneOfDifference(ms: number | undefined): string | false {
  if (ms === undefined || Math.abs(ms) < TELLING_MS) return false;
  return ms > 0 ? 'is-slower' : 'is-faster';
}

function signed(ms: number): string {
  return ms > 0 ? `+${formatDuration(ms)}` : formatDuration(ms);
}

function leftOf(row: ComparedRow): SpanNode | undefined {
  return row.side === 'right' ? undefined : row.left;
}

function rightOf(row: ComparedRow): SpanNode | undefined {
  return row.side === 'left' ? undefined : row.right;
}

function msOf(node: SpanNode | undefined): number {
  return node?.span.durationMs ?? 0;
}
