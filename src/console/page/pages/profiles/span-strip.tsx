/** Above calls in the order of time: a ruler, and a slice for each operation that ran. A click opens its trace. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { navigate } from '../../app/router.js';
import { useCanvas } from '../../components/use-canvas.js';
import { formatDuration } from '../../format/duration.js';
import { drawStrip, sliceAt, STRIP_PX } from './draw-strip.js';
import type { ProfileModel } from './profile-model.js';
import type { SpanSlice } from './time-order.js';
import type { ZoomRange } from './zoom.js';

export interface SpanStripProps {
  readonly slices: readonly SpanSlice[];
  readonly model: ProfileModel;
  readonly range: ZoomRange;
}

export function SpanStrip({ slices, model, range }: SpanStripProps): JSX.Element {
  const [hovered, setHovered] = useState<SpanSlice>();
  const canvas = useCanvas(
    (pen, element) => drawStrip(pen, element, { slices, spans: model.spans, range }),
    [slices, range],
  );
  const sliceUnder = (event: MouseEvent): SpanSlice | undefined => sliceAt(canvas.current!, event, slices, range);
  const open = (slice: SpanSlice | undefined): void => {
    const { traceId = null, spanId = null } = (slice && model.spans[slice.span]) ?? {};
    if (traceId !== null) navigate('trace', { id: traceId, span: spanId });
  };
  return (
    <div class="strip">
      <canvas
        ref={canvas}
        class="strip-canvas"
        role="img"
        aria-label="Operations in the order of time; the same stands in the table “What ran”"
        style={{ height: `${STRIP_PX}px` }}
        onPointerMove={(event) => setHovered(sliceUnder(event))}
        onPointerLeave={() => setHovered(undefined)}
        onClick={(event) => open(sliceUnder(event))}
      />
      <p class="strip-told">{hovered ? sliceText(hovered, model) : 'Operations that ran; a click opens their trace'}</p>
    </div>
  );
}

function sliceText({ span, width }: SpanSlice, { spans }: ProfileModel): string {
  const { name, kind, route } = spans[span]!;
  const reason = route === null || route === name ? '' : ` for ${route}`;
  return `${name} (${kind})${reason}, here ${formatDuration(width / 1_000)}`;
}
