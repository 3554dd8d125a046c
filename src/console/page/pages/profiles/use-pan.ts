/** Dragging sideways moves what is seen; pressing without moving is a click. */
import type { TargetedPointerEvent } from 'preact';
import { useRef } from 'preact/hooks';

type Handler = (event: TargetedPointerEvent<HTMLElement>) => void;

export interface Pan {
  readonly onPointerDown: Handler;
  readonly onPointerMove: Handler;
  readonly onPointerUp: Handler;
}

/** A hand is not quiet. */
const CLICK_PX = 4;

/** @param onPan share of the element's width; above 0 is to the right */
export function usePan({ onPan, onClick }: { onPan(share: number): void; onClick(event: MouseEvent): void }): Pan {
  const drag = useRef<{ lastX: number; movedPx: number } | undefined>(undefined);
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { lastX: event.clientX, movedPx: 0 };
    },
    onPointerMove: (event) => {
      if (drag.current === undefined) return;
      const distance = event.clientX - drag.current.lastX;
      const movedPx = drag.current.movedPx + Math.abs(distance);
      drag.current = { lastX: event.clientX, movedPx };
      if (movedPx > CLICK_PX) onPan(-distance / event.currentTarget.clientWidth);
    },
    onPointerUp: (event) => {
      const isClick = drag.current !== undefined && drag.current.movedPx <= CLICK_PX;
      drag.current = undefined;
      if (isClick) onClick(event);
    },
  };
}
