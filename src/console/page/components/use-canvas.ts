/** A canvas that is drawn again when its size, the theme, or what it shows changes. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { watchTheme } from './chart/theme.js';

/** @param shown drawn again when one of them is another */
export function useCanvas(
  draw: (pen: CanvasRenderingContext2D, canvas: HTMLCanvasElement) => void,
  shown: readonly unknown[],
): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  latest.current = draw;
  const redraw = (): void => {
    if (canvas.current !== null) latest.current(sharpPen(canvas.current), canvas.current);
  };
  useEffect(() => {
    const observer = new ResizeObserver(redraw);
    observer.observe(canvas.current!);
    const stopWatching = watchTheme(redraw);
    return () => {
      observer.disconnect();
      stopWatching();
    };
  }, []);
  useLayoutEffect(redraw, shown);
  return canvas;
}

/** Empty, with as many pixels as the screen has; coordinates stay those of CSS. */
function sharpPen(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const { clientWidth, clientHeight } = canvas;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(clientWidth * ratio);
  canvas.height = Math.round(clientHeight * ratio);
  const pen = canvas.getContext('2d')!;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}
