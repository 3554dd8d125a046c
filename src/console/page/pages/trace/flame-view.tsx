/** The span tree as an icicle: time from left to right, what called what from top to bottom. */
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { classes } from '../../components/classes.js';
import { useElementSize } from '../../components/use-element-size.js';
import { formatDuration } from '../../format/duration.js';
import { flameOf, type FlameBlock } from './flame-layout.js';
import { familyLooks, familyOf } from './span-families.js';
import type { SpanNode } from './span-tree.js';
import { percent, TimeAxis } from './time-axis.js';
import { shareAt, type TimeWindow } from './time-scale.js';
import type { TraceModel } from './trace-model.js';
import './flame.css';

interface FlameViewProps {
  readonly model: TraceModel;
  readonly window: TimeWindow;
  readonly hitIds: ReadonlySet<string>;
  readonly cursorId: string | undefined;
  readonly onOpen: (node: SpanNode) => void;
  readonly onZoom: (window: TimeWindow) => void;
}

const laneHeightPx = 22;
/** What is narrower cannot be pointed at; zooming makes it wider. */
const leastWidthPx = 0.5;
const guessedWidthPx = 900;

export function FlameView({ model, window, hitIds, cursorId, onOpen, onZoom }: FlameViewProps): JSX.Element {
  const stage = useRef<HTMLDivElement>(null);
  const widthPx = useElementSize(stage).width || guessedWidthPx;
  useLayoutEffect(() => {
    // The focus goes along with the cursor, but is taken from nowhere else.
    if (stage.current?.contains(document.activeElement))
      stage.current.querySelector<HTMLElement>('.is-cursor')?.focus();
  }, [cursorId]);
  const flame = useMemo(() => flameOf(model.tree), [model.tree]);
  const shown = flame.blocks.filter((block) => isVisible(block, window, leastWidthPx / widthPx));
  const focusedId = shown.some(({ node }) => node.span.spanId === cursorId) ? cursorId : shown[0]?.node.span.spanId;
  return (
    <div class="flame" role="group" aria-label="Spans as a flame graph">
      <div class="flame-axis">
        <TimeAxis window={window} widthPx={widthPx} onZoom={onZoom} />
      </div>
      <div ref={stage} class="flame-stage" style={{ height: `${flame.laneCount * laneHeightPx}px` }}>
        {shown.map((block) => (
          <Block
            key={block.node.span.spanId}
            block={block}
            window={window}
            isCursor={block.node.span.spanId === cursorId}
            isFocusable={block.node.span.spanId === focusedId}
            isHit={hitIds.has(block.node.span.spanId)}
            onOpen={onOpen}
          />
        ))}
      </div>
      {shown.length < flame.blocks.length ? (
        <p class="quiet">
          {flame.blocks.length - shown.length} spans are too short to be seen here: zoom in, or see the table
        </p>
      ) : null}
    </div>
  );
}

interface BlockProps {
  readonly block: FlameBlock;
  readonly window: TimeWindow;
  readonly isCursor: boolean;
  readonly isFocusable: boolean;
  readonly isHit: boolean;
  readonly onOpen: (node: SpanNode) => void;
}

function Block({ block, window, isCursor, isFocusable, isHit, onOpen }: BlockProps): JSX.Element {
  const { span } = block.node;
  const left = Math.max(shareAt(block.fromMs, window), 0);
  const right = Math.min(shareAt(block.toMs, window), 1);
  const family = familyOf(span.kind);
  return (
    <button
      type="button"
      class={classes('flame-block', `family-${family}`, isCursor && 'is-cursor', isHit && 'is-hit')}
      tabIndex={isFocusable ? 0 : -1}
      style={{ left: percent(left), width: percent(right - left), top: `${block.lane * laneHeightPx}px` }}
      title={`${span.name}\n${formatDuration(span.durationMs)}, ${formatDuration(span.selfMs)} of it its own`}
      onClick={() => onOpen(block.node)}
    >
      {span.status === 'error' ? '✕ ' : ''}
      <span class="flame-mark">{familyLooks[family].mark}</span> {span.name}{' '}
      <span class="number">{formatDuration(span.durationMs)}</span>
    </button>
  );
}

function isVisible({ fromMs, toMs }: FlameBlock, window: TimeWindow, leastShare: number): boolean {
  const isInside = toMs > window.fromMs && fromMs < window.toMs;
  return isInside && shareAt(toMs, window) - shareAt(fromMs, window) >= leastShare;
}
