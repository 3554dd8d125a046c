/** The values themselves, closed until somebody asks: the picture's alternative. */
import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Quantity } from '../../format/quantity.js';
import { formatSeconds } from '../../format/time.js';
import type { ChartLine } from '../chart.js';

export interface ChartTableProps {
  readonly title: string;
  readonly timesMs: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly quantity: Quantity;
}

/** The newest of them; the picture has the rest. */
const MAX_ROWS = 60;

export function ChartTable({ title, timesMs, lines, quantity }: ChartTableProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="chart-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Values<span class="unseen"> of {title}</span>
      </summary>
      {isOpen && (
        <div class="chart-rows" tabIndex={0} role="region" aria-label={`Values of ${title}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">Time</th>
                {lines.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{newest(timesMs).map((index) => tableRow(index, timesMs, lines, quantity))}</tbody>
          </table>
        </div>
      )}
    </details>
  );
}

function newest(timesMs: readonly number[]): number[] {
  return timesMs.map((_, index) => timesMs.length - 1 - index).slice(0, MAX_ROWS);
}

function tableRow(
  index: number,
  timesMs: readonly number[],
  lines: readonly ChartLine[],
  { format }: Quantity,
): JSX.Element {
  const cell = (value: number | null | undefined): string => (typeof value === 'number' ? format(value) : '–');
  return (
    <tr key={timesMs[index]}>
      <th scope="row">{formatSeconds(timesMs[index]!)}</th>
      {lines.map(({ name, values }) => (
        <td key={name}>{cell(values[index])}</td>
      ))}
    </tr>
  );
}
