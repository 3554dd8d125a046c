/** What was at the time under the cursor, beside it and never outside the chart. */
import type { JSX } from 'preact';
import type { Quantity } from '../../format/quantity.js';
import { formatSeconds } from '../../format/time.js';
import type { ChartLine } from '../chart.js';
import { Swatch, valueText } from './chart-legend.js';
import type { PlotCursor } from './use-plot.js';

export interface ChartTooltipProps {
  readonly timeMs: number;
  readonly lines: readonly ChartLine[];
  readonly cursor: PlotCursor;
  readonly quantity: Quantity;
  /** Moved by keyboard: then it is also told. */
  readonly isSpoken: boolean;
}

/** So that it does not lie on what it tells of. */
const DISTANCE_PX = 12;

export function ChartTooltip({ timeMs, lines, cursor, quantity, isSpoken }: ChartTooltipProps): JSX.Element {
  const isOnRight = cursor.leftPx < cursor.stageWidthPx / 2;
  const place = isOnRight
    ? { left: `${cursor.leftPx + DISTANCE_PX}px` }
    : { right: `${cursor.stageWidthPx - cursor.leftPx + DISTANCE_PX}px` };
  return (
    <div class="chart-tooltip" style={place} aria-live={isSpoken ? 'polite' : 'off'}>
      <time dateTime={new Date(timeMs).toISOString()}>{formatSeconds(timeMs)}</time>
      <dl>
        {lines.map((line, index) => (
          <div key={line.name}>
            <dt>
              <Swatch place={line.colour ?? index} />
              {line.name}
            </dt>
            <dd>{valueText(line, cursor.index, quantity)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
