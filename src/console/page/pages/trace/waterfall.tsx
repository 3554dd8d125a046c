/**
 * The spans of a trace below each other, each where it was in time. Only the rows that can be seen are in the page. Follows
 * https://www.w3.org/WAI/ARIA/apg/patterns/treegrid/ with the focus on the grid and the cursor as its active descendant.
 */
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useElementSize } from '../../components/use-element-size.js';
import { useViewport } from '../../components/use-viewport.js';
import { spanBars } from './span-bars.js';
import type { SpanNode } from './span-tree.js';
import type { TimeWindow } from './time-scale.js';
import { TimeAxis, TimeLines } from './time-axis.js';
import type { TraceModel } from './trace-model.js';
import { rowId, WaterfallRow } from './waterfall-row.js';
import './waterfall.css';

export interface WaterfallProps {
  readonly model: TraceModel;
  /** Those that are not folded away. */
  readonly rows: readonly SpanNode[];
  readonly window: TimeWindow;
  readonly closedIds: ReadonlySet<string>;
  readonly hitIds: ReadonlySet<string>;
  readonly cursorId: string | undefined;
  readonly onToggle: (node: SpanNode) => void;
  readonly onOpen: (node: SpanNode) => void;
  readonly onZoom: (window: TimeWindow) => void;
}

const rowHeightPx = 26;
const leastBarPx = 3;
/** Until they were measured. */
const guessed = { plotWidthPx: 600, heightPx: 800 };

export function Waterfall(props: WaterfallProps): JSX.Element {
  const { model, rows, window, cursorId } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const axis = useRef<HTMLDivElement>(null);
  const plotWidthPx = useElementSize(axis).width || guessed.plotWidthPx;
  const heightPx = useElementSize(scroller).height || guessed.heightPx;
  const view = useViewport(scroller, rows.length, rowHeightPx, heightPx);
  const bars = useMemo(
    () => spanBars(model.tree, { extent: model.extent, window, minShare: leastBarPx / plotWidthPx }),
    [model, window.fromMs, window.toMs, plotWidthPx],
  );
  useLayoutEffect(() => {
    const index = rows.findIndex(({ span }) => span.spanId === cursorId);
    if (index < 0) return;
    view.show(index);
    // Keys work from anywhere; those who hear the page must be where the cursor is.
    if (document.activeElement === document.body || document.activeElement?.id === 'main') {
      scroller.current?.focus({ preventScroll: true });
    }
  }, [cursorId, rows]);

  return (
    <div
      ref={scroller}
      class="waterfall"
      role="treegrid"
      aria-label="Spans in the order of time"
      aria-rowcount={rows.length + 1}
      aria-activedescendant={cursorId === undefined ? undefined : rowId(cursorId)}
      tabIndex={0}
    >
      <div class="waterfall-head" role="row" aria-rowindex={1}>
        <div class="waterfall-name" role="columnheader">
          Span
        </div>
        <div ref={axis} class="waterfall-plot" role="columnheader">
          <span class="unseen">When, and how long</span>
          <TimeAxis window={window} widthPx={plotWidthPx} onZoom={props.onZoom} />
        </div>
      </div>
      <div class="waterfall-rows" role="rowgroup" style={{ height: `${rows.length * rowHeightPx}px` }}>
        <TimeLines window={window} widthPx={plotWidthPx} />
        {rows.slice(view.start, view.end).map((node, place) => (
          <WaterfallRow
            key={node.span.spanId}
            {...props}
            node={node}
            bar={bars.get(node.span.spanId)!}
            index={view.start + place}
            topPx={(view.start + place) * rowHeightPx}
          />
        ))}
      </div>
    </div>
  );
}
