/** The whole trace in small above its waterfall: drag over a part of it to see that part only. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useDragRange } from '../../components/use-drag-range.js';
import { formatDuration } from '../../format/duration.js';
import { minimapPaths, minimapSize } from './minimap-paths.js';
import { percent } from './time-axis.js';
import { draggedWindow, shareAt, type TimeWindow } from './time-scale.js';
import type { TraceModel } from './trace-model.js';
import './minimap.css';

interface MinimapProps {
  readonly model: TraceModel;
  readonly window: TimeWindow;
  /** Undefined is the whole. */
  readonly onZoom: (window: TimeWindow | undefined) => void;
}

export function Minimap({ model, window, onZoom }: MinimapProps): JSX.Element {
  const { tree, extent } = model;
  const paths = useMemo(() => minimapPaths(tree, extent), [tree, extent]);
  const { range, handlers } = useDragRange(({ fromShare, toShare }) =>
    onZoom(draggedWindow(fromShare, toShare, extent)),
  );
  const dragged = range && draggedWindow(range.fromShare, range.toShare, extent);
  const isZoomed = window.fromMs > extent.fromMs || window.toMs < extent.toMs;
  return (
    <div class="minimap-line">
      <div class="minimap-text quiet">
        {isZoomed ? (
          <>
            <span class="number">
              {formatDuration(window.fromMs)} – {formatDuration(window.toMs)}
            </span>
            <button type="button" class="button" onClick={() => onZoom(undefined)}>
              Whole trace
            </button>
          </>
        ) : (
          <span class="minimap-hint">Drag to zoom</span>
        )}
      </div>
      <div class="minimap" title="Drag to zoom, click for the whole" {...handlers}>
        <svg viewBox={`0 0 ${minimapSize.width} ${minimapSize.height}`} preserveAspectRatio="none" aria-hidden="true">
          {paths.map(({ family, d }) => (
            <path key={family} class={`family-${family}`} d={d} />
          ))}
        </svg>
        {dragged || isZoomed ? <Shades window={dragged ?? window} extent={extent} /> : null}
      </div>
    </div>
  );
}

/** What is outside of the window lies in the shade. */
function Shades({ window, extent }: { readonly window: TimeWindow; readonly extent: TimeWindow }): JSX.Element {
  return (
    <>
      <span class="minimap-shade" style={{ left: '0', width: percent(shareAt(window.fromMs, extent)) }} />
      <span class="minimap-shade" style={{ right: '0', width: percent(1 - shareAt(window.toMs, extent)) }} />
    </>
  );
}
