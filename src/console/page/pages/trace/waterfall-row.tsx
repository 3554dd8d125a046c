/** One span of the waterfall: what it is, and its bar with the critical path, log lines and exceptions on it. */
import { Fragment, type CSSProperties, type JSX } from 'preact';
import { classes } from '../../components/classes.js';
import { ChevronIcon } from '../../components/icons.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatCount } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import { statusWord } from '../../format/status.js';
import { FamilyMark } from './family-mark.js';
import { SpanBarView } from './span-bar-view.js';
import type { SpanBar } from './span-bars.js';
import type { SpanNode } from './span-tree.js';
import { callCount } from './span-totals.js';
import type { WaterfallProps } from './waterfall.js';

interface WaterfallRowProps extends WaterfallProps {
  readonly node: SpanNode;
  readonly bar: SpanBar;
  readonly index: number;
  readonly topPx: number;
}

export function rowId(spanId: string): string {
  return `span-${spanId}`;
}

export function WaterfallRow(props: WaterfallRowProps): JSX.Element {
  const { node, index, topPx, cursorId, hitIds, closedIds, onOpen } = props;
  const { spanId } = node.span;
  const hasChildren = node.children.length > 0;
  return (
    <div
      id={rowId(spanId)}
      class={classes('waterfall-row', spanId === cursorId && 'is-cursor', hitIds.has(spanId) && 'is-hit')}
      role="row"
      aria-level={node.depth + 1}
      aria-rowindex={index + 2}
      aria-expanded={hasChildren ? !closedIds.has(spanId) : undefined}
      aria-selected={spanId === cursorId}
      style={{ top: `${topPx}px` }}
      onClick={() => onOpen(node)}
    >
      <SpanName {...props} />
      <div class="waterfall-plot" role="gridcell">
        <SpanBarView {...props} />
      </div>
    </div>
  );
}

function SpanName({ node, closedIds, onToggle }: WaterfallRowProps): JSX.Element {
  const { span, depth, children, descendantCount } = node;
  const calls = callCount(span);
  const isClosed = closedIds.has(span.spanId);
  const word = statusWord(span.status);
  return (
    <div class="waterfall-name" role="gridcell" style={{ '--depth': String(depth) } as CSSProperties}>
      {children.length === 0 ? (
        <span class="waterfall-toggle" />
      ) : (
        <span
          class={classes('waterfall-toggle', !isClosed && 'is-open')}
          onClick={(event) => toggle(event, () => onToggle(node))}
        >
          <ChevronIcon />
        </span>
      )}
      <FamilyMark kind={span.kind} />
      {word === 'ok' ? null : <StatusMark status={span.status} label={word} />}
      <span
        class="cut"
        title={`${span.name} · ${formatDuration(span.durationMs)}, ${formatDuration(span.selfMs)} of it its own`}
      >
        {span.name}
      </span>
      {calls > 1 ? <Quiet>×{formatCount(calls)}</Quiet> : null}
      {isClosed ? <Quiet>+{formatCount(descendantCount)}</Quiet> : null}
    </div>
  );
}

function Quiet({ children }: { readonly children: JSX.Element['props']['children'] }): JSX.Element {
  return (
    <Fragment>
      {' '}
      <span class="waterfall-count number">{children}</span>
    </Fragment>
  );
}

// The row itself opens the details.
function toggle(event: Event, work: () => void): void {
  event.stopPropagation();
  work();
}
