/** A flame graph on its canvas: only the rows and boxes that are seen, each with its name where that fits. */
import { cssColour } from '../../components/chart/theme.js';
import type { Flame, FlameBox } from './flame.js';
import { seenBoxes } from './flame.js';
import { shadeOf, type FrameOwner } from './frame-owner.js';
import type { ZoomRange } from './zoom.js';

export const ROW_PX = 18;

export interface FlameScene {
  readonly flame: Flame;
  readonly range: ZoomRange;
  /** Rows above this are scrolled away. */
  readonly topPx: number;
  /** The first row is the lowest. */
  readonly isUpward: boolean;
  readonly owners: readonly FrameOwner[];
  readonly nameOf: (frame: number) => string;
  /** Others are faded. */
  readonly found: ReadonlySet<number> | undefined;
}

const LEAST_NAMED_PX = 24;
const PADDING_PX = 4;
const FADED = 0.25;

export function drawFlame(pen: CanvasRenderingContext2D, canvas: HTMLCanvasElement, scene: FlameScene): void {
  const { flame, range, topPx, isUpward } = scene;
  const perPixel = (range.to - range.from) / canvas.clientWidth;
  const brush = new Brush(pen, canvas, scene, perPixel);
  flame.rows.forEach((row, place) => {
    const top = topOfRow(place, flame.rows.length, isUpward) - topPx;
    if (top <= -ROW_PX || top >= canvas.clientHeight) return;
    for (const box of seenBoxes(row, range.from, range.to, perPixel)) brush.draw(box, top);
  });
}

export function topOfRow(row: number, rowCount: number, isUpward: boolean): number {
  return (isUpward ? rowCount - 1 - row : row) * ROW_PX;
}

class Brush {
  private readonly colours = new Map<string, string>();
  private readonly ink: string;
  private readonly characterPx: number;

  constructor(
    private readonly pen: CanvasRenderingContext2D,
    private readonly canvas: HTMLCanvasElement,
    private readonly scene: FlameScene,
    private readonly perPixel: number,
  ) {
    pen.font = `11px ${cssColour(canvas, '--font-code')}`;
    pen.textBaseline = 'middle';
    this.ink = cssColour(canvas, '--flame-ink');
    this.characterPx = pen.measureText('m').width;
  }

  draw({ frame, start, width }: FlameBox, top: number): void {
    const { pen, scene, perPixel } = this;
    const left = Math.max(0, (start - scene.range.from) / perPixel);
    const right = Math.min(this.canvas.clientWidth, (start + width - scene.range.from) / perPixel);
    pen.globalAlpha = scene.found === undefined || scene.found.has(frame) ? 1 : FADED;
    pen.fillStyle = this.colourOf(frame);
    // A hair of the ground between boxes tells neighbours apart.
    pen.fillRect(left, top, Math.max(0.5, right - left - 0.5), ROW_PX - 1);
    if (right - left >= LEAST_NAMED_PX) this.write(scene.nameOf(frame), left, right, top);
  }

  private write(name: string, left: number, right: number, top: number): void {
    const room = Math.floor((right - left - 2 * PADDING_PX) / this.characterPx);
    const text = name.length <= room ? name : `${name.slice(0, Math.max(1, room - 1))}…`;
    this.pen.fillStyle = this.ink;
    this.pen.fillText(text, left + PADDING_PX, top + ROW_PX / 2);
  }

  private colourOf(frame: number): string {
    const owner = this.scene.owners[frame]!;
    const property = `--flame-${owner.kind}-${shadeOf(owner) + 1}`;
    const known = this.colours.get(property) ?? cssColour(this.canvas, property);
    this.colours.set(property, known);
    return known;
  }
}
