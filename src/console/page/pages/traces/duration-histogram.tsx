/** How long the traces took, on a logarithmic scale; dragging over it shows only those that took so long. */
import type { JSX } from 'preact';
import type { DurationBin } from '../../../shapes/index.js';
import { setParams } from '../../app/router.js';
import { classes } from '../../components/classes.js';
import { useDragRange } from '../../components/use-drag-range.js';
import { formatDuration } from '../../format/duration.js';
import { formatPlural } from '../../format/count.js';
import { brushed, heightOf, isWithin, readMs, type DurationLimits } from './duration-brush.js';

interface DurationHistogramProps {
  readonly bins: readonly DurationBin[];
  readonly limits: DurationLimits;
}

export function DurationHistogram({ bins, limits }: DurationHistogramProps): JSX.Element | null {
  const { range, handlers } = useDragRange(({ fromShare, toShare }) => select(brushed(bins, fromShare, toShare)));
  const shown = range === undefined ? limits : brushed(bins, range.fromShare, range.toShare);
  if (bins.length === 0 && limits.minMs === undefined && limits.maxMs === undefined) return null;
  const isLimited = limits.minMs !== undefined || limits.maxMs !== undefined;
  return (
    <div class="histogram" role="group" aria-label="Durations">
      <div class="histogram-bars" title="Drag to choose durations" {...handlers}>
        {bins.map((bin) => (
          <HistogramBar key={bin.fromMs} bin={bin} bins={bins} isIn={isWithin(bin, shown)} />
        ))}
      </div>
      <div class="histogram-foot quiet number" aria-hidden="true">
        {edgesOf(bins).map((ms) => (
          <span key={ms}>{formatDuration(ms)}</span>
        ))}
      </div>
      <div class="histogram-limits">
        <Limit name="at least" value={limits.minMs} onValue={(minMs) => select({ ...limits, minMs })} />
        <Limit name="at most" value={limits.maxMs} onValue={(maxMs) => select({ ...limits, maxMs })} />
        <button
          type="button"
          class="button"
          disabled={!isLimited}
          onClick={() => select({ minMs: undefined, maxMs: undefined })}
        >
          Any duration
        </button>
      </div>
    </div>
  );
}

interface HistogramBarProps {
  readonly bin: DurationBin;
  readonly bins: readonly DurationBin[];
  readonly isIn: boolean;
}

function HistogramBar({ bin, bins, isIn }: HistogramBarProps): JSX.Element {
  const { fromMs, toMs, count, errorCount } = bin;
  const failed = errorCount === 0 ? '' : `, ${errorCount} with errors`;
  return (
    <span
      class={classes('histogram-bin', !isIn && 'is-out')}
      title={`${formatDuration(fromMs)} to ${formatDuration(toMs)}: ${formatPlural(count, 'trace')}${failed}`}
    >
      <span class="histogram-bar" style={{ height: `${heightOf(count, bins) * 100}%` }}>
        <span class="histogram-errors" style={{ height: `${count === 0 ? 0 : (errorCount / count) * 100}%` }} />
      </span>
    </span>
  );
}

interface LimitProps {
  readonly name: string;
  readonly value: number | undefined;
  readonly onValue: (ms: number | undefined) => void;
}

/** The same by keyboard, and exactly. */
function Limit({ name, value, onValue }: LimitProps): JSX.Element {
  return (
    <label>
      {name}{' '}
      <input
        class="field number"
        inputMode="decimal"
        size={6}
        value={value ?? ''}
        onChange={(event) => onValue(readMs(event.currentTarget.value))}
      />{' '}
      ms
    </label>
  );
}

function select({ minMs, maxMs }: DurationLimits): void {
  setParams({ minMs: minMs?.toString() ?? null, maxMs: maxMs?.toString() ?? null });
}

/** Ends and middle of the scale. */
function edgesOf(bins: readonly DurationBin[]): readonly number[] {
  const middle = bins[Math.floor(bins.length / 2)];
  if (middle === undefined) return [];
  return [bins[0]!.fromMs, ...(bins.length > 2 ? [middle.fromMs] : []), bins.at(-1)!.toMs];
}
