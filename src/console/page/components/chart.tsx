/**
 * Lines over time. The picture is drawn by uPlot; beside it stand a legend with the values under the cursor, links for exemplars, a
 * sentence and a table for those who do not see the picture. Charts with the same `syncKey` share their cursor.
 */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { quantityOf } from '../format/quantity.js';
import { ChartDots, type ChartDot } from './chart/chart-dots.js';
import { ChartLegend } from './chart/chart-legend.js';
import { ChartTable } from './chart/chart-table.js';
import { ChartTooltip } from './chart/chart-tooltip.js';
import { chartSummary } from './chart/chart-summary.js';
import { usePlot } from './chart/use-plot.js';
import './chart/chart.css';

export type { ChartDot } from './chart/chart-dots.js';

export interface ChartLine {
  readonly name: string;
  /** One a time; null is a gap. */
  readonly values: readonly (number | null)[];
  /** Of the palette, from 0. @default its place in the list */
  readonly colour?: number;
}

export interface ChartProps {
  readonly title: string;
  /** Of a metric's definition: `seconds`, `bytes`, `ratio`, `cents`, `count`. */
  readonly unit?: string;
  /** Values are per second. */
  readonly isRate?: boolean;
  readonly timesMs: readonly number[];
  readonly lines: readonly ChartLine[];
  /** Single observations that lead somewhere. */
  readonly dots?: readonly ChartDot[];
  /** @default 'page' */
  readonly syncKey?: string;
  /** @default 160 */
  readonly heightPx?: number;
}

/** The same each time: another list would be drawn anew. */
const noDots: readonly ChartDot[] = [];

export function Chart(props: ChartProps): JSX.Element {
  const {
    title,
    unit = 'count',
    isRate = false,
    timesMs,
    lines,
    dots = noDots,
    syncKey = 'page',
    heightPx = 160,
  } = props;
  const quantity = useMemo(() => quantityOf(unit, isRate), [unit, isRate]);
  const holder = useRef<HTMLDivElement>(null);
  const [isHovered, setHovered] = useState(false);
  const plot = usePlot(holder, { timesMs, lines, quantity, syncKey, heightPx, dots });

  return (
    <figure class="chart">
      <figcaption class="chart-head">
        <span class="chart-title">{title}</span>
        <ChartLegend lines={lines} index={plot.index} quantity={quantity} />
      </figcaption>
      <div class="chart-stage" onMouseEnter={() => setHovered(true)} onMouseLeave={() => setHovered(false)}>
        <div
          ref={holder}
          class="chart-plot"
          role="img"
          tabIndex={0}
          aria-label={chartSummary(title, timesMs, lines, quantity)}
          onKeyDown={plot.onKeyDown}
          onBlur={plot.clearCursor}
        />
        <ChartDots dots={dots} view={plot.view} quantity={quantity} />
        {plot.cursor !== undefined && (isHovered || plot.isByKeyboard) && (
          <ChartTooltip
            timeMs={timesMs[plot.cursor.index]!}
            lines={lines}
            cursor={plot.cursor}
            quantity={quantity}
            isSpoken={plot.isByKeyboard}
          />
        )}
        {timesMs.length === 0 && <p class="chart-empty">No values yet: the first come within seconds.</p>}
      </div>
      <ChartTable title={title} timesMs={timesMs} lines={lines} quantity={quantity} />
    </figure>
  );
}
