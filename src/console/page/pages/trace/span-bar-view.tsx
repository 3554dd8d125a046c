/** The bar of one span: as long as it took, with what happened during it. */
import type { CSSProperties, JSX } from 'preact';
import { classes } from '../../components/classes.js';
import { formatDuration } from '../../format/duration.js';
import { isLouder, type LogMark } from './log-marks.js';
import { clipped, criticalStretches, type SpanBar, type Stretch } from './span-bars.js';
import { familyOf } from './span-families.js';
import type { SpanNode } from './span-tree.js';
import { percent } from './time-axis.js';
import { shareAt, type TimeWindow } from './time-scale.js';
import type { TraceModel } from './trace-model.js';

interface SpanBarViewProps {
  readonly model: TraceModel;
  readonly node: SpanNode;
  readonly bar: SpanBar;
  readonly window: TimeWindow;
}

/** So far outside of what is seen everything is the same: the browser is spared huge boxes. */
const seen: Stretch = { left: -0.1, right: 1.1 };
const maxMarks = 40;

export function SpanBarView(props: SpanBarViewProps): JSX.Element {
  const { model, node, bar, window } = props;
  const { span } = node;
  const critical = criticalStretches(node, model.criticalIds, window).map((part) => clipped(part, bar));
  return (
    <>
      {bar.overhangs.map((part) => (
        <span key={part.left} class="span-bar-overhang" style={boxOf(part)} title="Went on outside of its parent" />
      ))}
      <span
        class={classes('span-bar', `family-${familyOf(span.kind)}`, span.status === 'error' && 'is-failed')}
        data-span-id={span.spanId}
        style={boxOf(bar)}
      />
      {critical.map((part) => (
        <span key={part.left} class="span-bar-critical" style={boxOf(part)} />
      ))}
      <SpanDuration bar={bar} text={formatDuration(span.durationMs)} />
      <Marks {...props} />
    </>
  );
}

/** Beside the bar where there is room, else on it. */
function SpanDuration({ bar, text }: { readonly bar: SpanBar; readonly text: string }): JSX.Element | null {
  if (bar.right < 0 || bar.left > 1) return null;
  const { left, right } = clipped(bar, { left: 0, right: 1 });
  if (right < 0.8)
    return (
      <span class="span-bar-text number" style={{ left: percent(right) }}>
        {text}
      </span>
    );
  if (left > 0.2)
    return (
      <span class="span-bar-text number" style={{ right: percent(1 - left) }}>
        {text}
      </span>
    );
  // At its beginning: where it ends is what one looks for.
  return (
    <span class="span-bar-text number is-on" style={{ left: percent(left) }}>
      {text}
    </span>
  );
}

function Marks({ model, node: { span }, window }: SpanBarViewProps): JSX.Element {
  const lines = model.marks.get(span.spanId) ?? [];
  return (
    <>
      {span.events.slice(0, maxMarks).map((event, index) => (
        <span
          key={`event ${index}`}
          class={classes('span-mark', event.name === 'exception' ? 'is-exception' : 'is-event')}
          style={{ left: percent(shareAt(event.offsetMs, window)) }}
          title={`${event.name} at ${formatDuration(event.offsetMs)}`}
        />
      ))}
      {lines.slice(0, maxMarks).map((mark, index) => (
        <span
          key={`line ${index}`}
          class={classes('span-mark', 'is-line', isLouder(mark.level, 'info') && `is-${mark.level}`)}
          style={{ left: percent(shareAt(mark.atMs, window)) }}
          title={titleOf(mark)}
        />
      ))}
    </>
  );
}

function titleOf({ level, text, atMs, count }: LogMark): string {
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  return `${level} at ${formatDuration(atMs)}: ${text}${more}`;
}

function boxOf(part: Stretch): CSSProperties {
  const { left, right } = clipped(part, seen);
  return { left: percent(left), width: percent(right - left) };
}
