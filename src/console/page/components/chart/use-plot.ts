/** The life of one uPlot: made once, fed and resized after, drawn anew in the other theme, and taken down. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import uPlot from 'uplot';
import type { Quantity } from '../../format/quantity.js';
import type { ChartLine } from '../chart.js';
import type { ChartDot } from './chart-dots.js';
import { plotOptions } from './plot-options.js';
import { watchTheme } from './theme.js';

export interface PlotInput {
  readonly timesMs: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly quantity: Quantity;
  readonly syncKey: string;
  readonly heightPx: number;
  readonly dots: readonly ChartDot[];
}

/** Where values lie on the page, in pixels of the stage. */
export interface PlotView {
  readonly leftOf: (timeMs: number) => number;
  readonly topOf: (value: number) => number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PlotCursor {
  readonly index: number;
  readonly leftPx: number;
  readonly stageWidthPx: number;
}

export interface Plot {
  readonly view: PlotView | undefined;
  readonly cursor: PlotCursor | undefined;
  /** Undefined where the cursor is elsewhere. */
  readonly index: number | undefined;
  readonly isByKeyboard: boolean;
  onKeyDown(event: KeyboardEvent): void;
  clearCursor(): void;
}

export function usePlot(holder: RefObject<HTMLDivElement | null>, input: PlotInput): Plot {
  const plot = useRef<uPlot | undefined>(undefined);
  const [view, setView] = useState<PlotView>();
  const [cursor, setCursor] = useState<PlotCursor>();
  const [isByKeyboard, setByKeyboard] = useState(false);
  const { lines, quantity, syncKey, heightPx } = input;
  const names = lines.map(({ name, colour }) => `${name}\u0000${colour}`).join('\u0001');
  const hasPoints = input.timesMs.length > 0;

  useEffect(() => {
    const element = holder.current;
    if (element === null || !hasPoints) return undefined;
    const made = new uPlot(
      plotOptions(element, input, {
        onDraw: (self) => setView(viewOf(self)),
        onCursor: (self) => setCursor(cursorOf(self)),
      }),
      dataOf(input),
      element,
    );
    plot.current = made;
    const stopWatching = watchTheme(() => made.redraw(false, true));
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: heightPx }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      stopWatching();
      made.destroy();
      plot.current = undefined;
    };
    // Another set of lines is another plot; new values of the same are not.
  }, [names, quantity, syncKey, heightPx, hasPoints]);

  useEffect(() => plot.current?.setData(dataOf(input)), [input.timesMs, input.lines, input.dots]);

  return {
    view,
    cursor,
    index: cursor?.index,
    isByKeyboard,
    onKeyDown: (event) => {
      const step = STEPS[event.key];
      if (plot.current === undefined || step === undefined) return;
      event.preventDefault();
      setByKeyboard(true);
      moveCursor(plot.current, step);
    },
    clearCursor: () => {
      setByKeyboard(false);
      plot.current?.setCursor({ left: -10, top: -10 });
    },
  };
}

/** How far the cursor goes, in points. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -10,
  PageDown: 10,
  Home: -Infinity,
  End: Infinity,
};

function moveCursor(plot: uPlot, step: number): void {
  const times = plot.data[0]!;
  const last = times.length - 1;
  const from = plot.cursor.idx ?? (step < 0 ? last + 1 : -1);
  const index = Math.min(last, Math.max(0, from + step));
  plot.setCursor({ left: plot.valToPos(times[index]!, 'x'), top: plot.over.clientHeight / 2 });
}

function dataOf({ timesMs, lines }: PlotInput): uPlot.AlignedData {
  // uPlot looks for round times to label, and misses them by a millisecond where there are fractions.
  return [timesMs.map(Math.round), ...lines.map(({ values }) => values as (number | null)[])];
}

function cursorOf({ cursor, over, root }: uPlot): PlotCursor | undefined {
  const { idx, left = -1 } = cursor;
  if (idx === null || idx === undefined || left < 0) return undefined;
  return { index: idx, leftPx: over.offsetLeft + left, stageWidthPx: root.clientWidth };
}

function viewOf(plot: uPlot): PlotView {
  const { offsetLeft: left, offsetTop: top, clientWidth: width, clientHeight: height } = plot.over;
  return {
    left,
    top,
    width,
    height,
    leftOf: (timeMs) => left + plot.valToPos(timeMs, 'x'),
    topOf: (value) => top + plot.valToPos(value, 'y'),
  };
}
