/** The cells of a heat map on their canvas, and back from a point to its cell. */
import { cssColour } from '../chart/theme.js';
import type { HeatGrid } from './heat-grid.js';

export interface HeatCell {
  readonly column: number;
  readonly row: number;
}

/** One observation has to be seen beside a thousand. */
const LEAST_OPACITY = 0.12;

export function drawCells(pen: CanvasRenderingContext2D, canvas: HTMLCanvasElement, grid: HeatGrid): void {
  const { clientWidth, clientHeight } = canvas;
  const height = clientHeight / grid.bounds.length;
  // On whole pixels: a hair between columns would look like a gap in time.
  const leftOf = (place: number): number => Math.round((place / grid.counts.length) * clientWidth);
  pen.fillStyle = cssColour(canvas, '--accent');
  grid.counts.forEach((column, place) => {
    column.forEach((count, row) => {
      if (count === 0) return;
      pen.globalAlpha = opacityOf(count, grid.highest);
      // The lowest bucket is at the bottom; a hair between rows keeps them apart.
      const width = Math.max(1, leftOf(place + 1) - leftOf(place));
      pen.fillRect(leftOf(place), clientHeight - (row + 1) * height, width, height - 1);
    });
  });
}

export function cellAt(canvas: HTMLCanvasElement, at: MouseEvent, grid: HeatGrid): HeatCell {
  const { clientWidth, clientHeight } = canvas;
  const column = Math.floor((at.offsetX / clientWidth) * grid.counts.length);
  const row = Math.floor((1 - at.offsetY / clientHeight) * grid.bounds.length);
  return { column, row };
}

function opacityOf(count: number, highest: number): number {
  return LEAST_OPACITY + (1 - LEAST_OPACITY) * Math.sqrt(count / highest);
}
