/** Names of the lines with their values under the cursor, or else now: a dash where there is none. */
import type { JSX } from 'preact';
import type { Quantity } from '../../format/quantity.js';
import type { ChartLine } from '../chart.js';
import { classes } from '../classes.js';
import { isSecondRound, lineProperty } from './theme.js';

export interface ChartLegendProps {
  readonly lines: readonly ChartLine[];
  readonly index: number | undefined;
  readonly quantity: Quantity;
}

export function ChartLegend({ lines, index, quantity }: ChartLegendProps): JSX.Element {
  return (
    <ul class="chart-legend">
      {lines.map((line, place) => (
        <li key={line.name}>
          <Swatch place={line.colour ?? place} />
          <span class="chart-name">{line.name}</span>
          <span class="chart-value">{valueText(line, index, quantity)}</span>
        </li>
      ))}
    </ul>
  );
}

export function Swatch({ place }: { readonly place: number }): JSX.Element {
  const own = classes('chart-swatch', isSecondRound(place) && 'is-dashed');
  return <span class={own} aria-hidden="true" style={{ '--swatch': `var(${lineProperty(place)})` }} />;
}

export function valueText({ values }: ChartLine, index: number | undefined, quantity: Quantity): string {
  const value = values[index ?? values.length - 1];
  return value === null || value === undefined ? '–' : quantity.format(value);
}
