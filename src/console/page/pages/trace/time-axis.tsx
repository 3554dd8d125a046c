/** The times above the bars: dragging over them zooms in. And the same times as lines behind the bars. */
import type { JSX } from 'preact';
import { useDragRange } from '../../components/use-drag-range.js';
import { formatDuration } from '../../format/duration.js';
import { draggedWindow, ticksOf, type TimeWindow } from './time-scale.js';

interface TimeAxisProps {
  readonly window: TimeWindow;
  readonly widthPx: number;
  readonly onZoom: (window: TimeWindow) => void;
}

const tickWidthPx = 90;
const tickTextPx = 56;

export function TimeAxis({ window, widthPx, onZoom }: TimeAxisProps): JSX.Element {
  const { range, handlers } = useDragRange(({ fromShare, toShare }) => {
    const zoomed = draggedWindow(fromShare, toShare, window);
    if (zoomed !== undefined) onZoom(zoomed);
  });
  const dragged = range && draggedWindow(range.fromShare, range.toShare, { fromMs: 0, toMs: 1 });
  return (
    <div class="time-axis" title="Drag to zoom" {...handlers}>
      {ticksFor(window, widthPx, tickTextPx).map(({ atMs, share }) => (
        <span key={atMs} class="time-axis-tick" style={{ left: percent(share) }}>
          {formatDuration(atMs)}
        </span>
      ))}
      {dragged ? (
        <span
          class="time-axis-drag"
          style={{ left: percent(dragged.fromMs), width: percent(dragged.toMs - dragged.fromMs) }}
        />
      ) : null}
    </div>
  );
}

export function TimeLines({ window, widthPx }: Omit<TimeAxisProps, 'onZoom'>): JSX.Element {
  return (
    <div class="time-lines" aria-hidden="true">
      {ticksFor(window, widthPx).map(({ atMs, share }) => (
        <span key={atMs} style={{ left: percent(share) }} />
      ))}
    </div>
  );
}

export function percent(share: number): string {
  return `${share * 100}%`;
}

/** None so near to the right edge that what stands to its right would be cut. */
function ticksFor(window: TimeWindow, widthPx: number, roomPx = 1): ReturnType<typeof ticksOf> {
  return ticksOf(window, Math.floor(widthPx / tickWidthPx)).filter(({ share }) => (1 - share) * widthPx >= roomPx);
}
