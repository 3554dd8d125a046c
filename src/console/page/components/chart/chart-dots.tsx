/** Observations that lead to their trace, as links over the plot: reached by Tab, opened like any link. */
import type { CSSProperties, JSX } from 'preact';
import { Link } from '../../app/router.js';
import type { Quantity } from '../../format/quantity.js';
import type { PlotView } from './use-plot.js';

export interface ChartDot {
  readonly timeMs: number;
  readonly value: number;
  readonly traceId: string;
  /** What stands beside its value: `route /orders/:id`. */
  readonly title: string;
}

export interface ChartDotsProps {
  readonly dots: readonly ChartDot[];
  readonly view: PlotView | undefined;
  readonly quantity: Quantity;
}

export function ChartDots({ dots, view, quantity }: ChartDotsProps): JSX.Element | null {
  if (view === undefined || dots.length === 0) return null;
  const seen = dots.filter((dot) => isInside(view, dot));
  return (
    <ul class="chart-dots" aria-label="Exemplars">
      {seen.map((dot) => (
        <li key={`${dot.traceId} ${dot.timeMs}`} style={placeOf(view, dot)}>
          <Link
            page="trace"
            params={{ id: dot.traceId }}
            class="chart-dot"
            aria-label={`${textOf(dot, quantity)}: open its trace`}
          >
            <span class="chart-dot-text" aria-hidden="true">
              {textOf(dot, quantity)}
              <small>open its trace</small>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function textOf({ value, title }: ChartDot, { format }: Quantity): string {
  return `${format(value)} ${title}`;
}

function isInside({ leftOf, left, width }: PlotView, { timeMs }: ChartDot): boolean {
  const at = leftOf(timeMs);
  return at >= left && at <= left + width;
}

function placeOf({ leftOf, topOf }: PlotView, { timeMs, value }: ChartDot): CSSProperties {
  return { left: `${leftOf(timeMs)}px`, top: `${topOf(value)}px` };
}
