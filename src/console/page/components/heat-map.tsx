/**
 * A histogram over time: a column per time, a row per bucket, darker where more fell. Drawn on a canvas, with the cell under the
 * cursor in words; a sentence and a table of buckets say the same without the picture.
 */
import { useMemo, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { HeatMap as HeatMapData } from '../../shapes/index.js';
import { formatPlural } from '../format/count.js';
import { quantityOf, type Quantity } from '../format/quantity.js';
import { formatSeconds } from '../format/time.js';
import { cellAt, drawCells, type HeatCell } from './heat-map/draw-cells.js';
import { bucketNames, heatGridOf, type HeatGrid } from './heat-map/heat-grid.js';
import { useCanvas } from './use-canvas.js';
import './chart/chart.css';
import './heat-map/heat-map.css';

export interface HeatMapProps {
  readonly title: string;
  readonly unit: string;
  readonly timesMs: readonly number[];
  readonly heatMap: HeatMapData;
  /** @default 160 */
  readonly heightPx?: number;
}

export function HeatMap({ title, unit, timesMs, heatMap, heightPx = 160 }: HeatMapProps): JSX.Element {
  const quantity = useMemo(() => quantityOf(unit), [unit]);
  const grid = useMemo(() => heatGridOf(heatMap, timesMs), [heatMap, timesMs]);
  const names = useMemo(() => bucketNames(grid, quantity), [grid, quantity]);
  const [cell, setCell] = useState<HeatCell>();
  const canvas = useCanvas((pen, element) => drawCells(pen, element, grid), [grid, heightPx]);
  const shown = cell && grid.counts[cell.column]?.[cell.row] !== undefined ? cell : undefined;

  return (
    <figure class="heat">
      <figcaption class="chart-head">
        <span class="chart-title">{title}</span>
        <span class="heat-cell">{shown ? cellText(grid, names, shown) : formatPlural(grid.total, 'observation')}</span>
      </figcaption>
      <div class="heat-body">
        <BucketAxis grid={grid} quantity={quantity} />
        <canvas
          ref={canvas}
          class="heat-canvas"
          style={{ height: `${heightPx}px` }}
          role="img"
          aria-label={heatSummary(title, grid, names)}
          onMouseMove={(event) => setCell(cellAt(event.currentTarget, event, grid))}
          onMouseLeave={() => setCell(undefined)}
        />
      </div>
      <BucketTable title={title} grid={grid} names={names} />
    </figure>
  );
}

/** At most so many bounds are named, evenly. */
const MAX_MARKS = 8;

function BucketAxis({ grid, quantity }: { readonly grid: HeatGrid; readonly quantity: Quantity }): JSX.Element {
  const step = Math.ceil(grid.bounds.length / MAX_MARKS);
  return (
    <ol class="heat-axis" aria-hidden="true">
      {grid.bounds.map((bound, row) => (
        <li key={row}>{row % step === 0 ? markText(bound, quantity) : ''}</li>
      ))}
    </ol>
  );
}

function markText(bound: number | null, { format }: Quantity): string {
  return bound === null ? '∞' : format(bound);
}

function cellText(grid: HeatGrid, names: readonly string[], { column, row }: HeatCell): string {
  const time = formatSeconds(grid.timesMs[column]!);
  return `${grid.counts[column]![row]!} at ${time}, ${names[row]!}`;
}

function heatSummary(title: string, { total, totals }: HeatGrid, names: readonly string[]): string {
  const fullest = totals.indexOf(Math.max(...totals));
  if (total === 0) return `${title}: no observations yet.`;
  const share = Math.round((100 * totals[fullest]!) / total);
  return `${title}: ${formatPlural(total, 'observation')}, ${share} % of them ${names[fullest]!}.`;
}

interface BucketTableProps {
  readonly title: string;
  readonly grid: HeatGrid;
  readonly names: readonly string[];
}

function BucketTable({ title, grid, names }: BucketTableProps): JSX.Element {
  return (
    <details class="chart-table">
      <summary>
        Buckets<span class="unseen"> of {title}</span>
      </summary>
      <div class="chart-rows" tabIndex={0} role="region" aria-label={`Buckets of ${title}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Bucket</th>
              <th scope="col">Observations</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name, row) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{grid.totals[row]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
