/** How a figure went, without axes: a line that breaks where nothing is known. */
import type { JSX } from 'preact';
import type { Tone } from './tone.js';
import './spark-line.css';

interface SparkLineProps {
  readonly values: readonly (number | null)[];
  /** What it shows, for those who hear the page. */
  readonly label: string;
  readonly tone?: Tone;
  /** The highest value shown; the highest there is without one. */
  readonly max?: number;
}

const width = 120;
const height = 24;

export function SparkLine({ values, label, tone = 'accent', max }: SparkLineProps): JSX.Element {
  const top = max ?? Math.max(...values.map((value) => value ?? 0), Number.MIN_VALUE);
  return (
    <svg
      class={`spark-line tone-${tone}`}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={pathOf(values, top)} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

function pathOf(values: readonly (number | null)[], top: number): string {
  const step = width / Math.max(1, values.length - 1);
  return values
    .map((value, index) => {
      if (value === null) return '';
      const command = index === 0 || (values[index - 1] ?? null) === null ? 'M' : 'L';
      const y = height - 1 - (Math.min(value, top) / top) * (height - 2);
      return `${command}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}
