/** A stretch of an element's width that is being dragged over, from either side, with mouse, pen or finger. */
import type { TargetedPointerEvent } from 'preact';
import { useState } from 'preact/hooks';

/** In shares of the width: 0 is the left edge, 1 the right one; outside of both where the pointer went there. */
export interface DragRange {
  readonly fromShare: number;
  readonly toShare: number;
}

type Handler = (event: TargetedPointerEvent<HTMLElement>) => void;

export interface Drag {
  /** While it goes on. */
  readonly range: DragRange | undefined;
  readonly handlers: {
    readonly onPointerDown: Handler;
    readonly onPointerMove: Handler;
    readonly onPointerUp: Handler;
  } & {
    readonly onPointerCancel: Handler;
  };
}

/** @param onEnd also for a mere click, whose two ends are the same */
export function useDragRange(onEnd: (range: DragRange) => void): Drag {
  const [range, setRange] = useState<DragRange | undefined>(undefined);
  const begin: Handler = (event) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const share = shareUnder(event);
    setRange({ fromShare: share, toShare: share });
  };
  const move: Handler = (event) => {
    if (range !== undefined) setRange({ ...range, toShare: shareUnder(event) });
  };
  const end: Handler = (event) => {
    if (range === undefined) return;
    setRange(undefined);
    onEnd({ ...range, toShare: shareUnder(event) });
  };
  return {
    range,
    handlers: {
      onPointerDown: begin,
      onPointerMove: move,
      onPointerUp: end,
      onPointerCancel: () => setRange(undefined),
    },
  };
}

function shareUnder(event: TargetedPointerEvent<HTMLElement>): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return width === 0 ? 0 : (event.clientX - left) / width;
}
