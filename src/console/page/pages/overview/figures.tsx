/** The figures of this moment, each with how it came to be. */
import type { JSX } from 'preact';
import type { OverviewAnswer } from '../../../shapes/index.js';
import { SparkLine } from '../../components/spark-line.js';
import { Stat } from '../../components/stat.js';
import type { Tone } from '../../components/tone.js';
import { formatBytes } from '../../format/bytes.js';
import { formatRate, formatShare } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import { latest } from './latest.js';

interface Figure {
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly format: (value: number | null) => string;
  readonly tone?: Tone;
}

export function Figures({ answer: { history } }: { readonly answer: OverviewAnswer }): JSX.Element {
  const failing = latest(history.errorRatio) ?? 0;
  const figures: readonly Figure[] = [
    { label: 'Requests', values: history.requestsPerSecond, format: formatRate },
    { label: 'Errors', values: history.errorRatio, format: formatShare, ...(failing > 0 && { tone: 'error' }) },
    { label: 'Duration p50', values: history.p50Ms, format: formatDuration },
    { label: 'Duration p95', values: history.p95Ms, format: formatDuration },
    { label: 'Duration p99', values: history.p99Ms, format: formatDuration },
    { label: 'Loop delay p99', values: history.eventLoopDelayMs, format: formatDuration },
    { label: 'Heap', values: history.heapBytes, format: formatBytes },
    { label: 'Memory', values: history.residentBytes, format: formatBytes },
  ];
  return (
    <section class="overview-figures" aria-label="Now">
      {figures.map((figure) => (
        <FigureStat key={figure.label} {...figure} />
      ))}
    </section>
  );
}

function FigureStat({ label, values, format, tone = 'neutral' }: Figure): JSX.Element {
  const now = format(latest(values));
  return (
    <Stat label={label} value={now} tone={tone}>
      <SparkLine values={values} label={`${label}, now ${now}`} tone={tone === 'neutral' ? 'accent' : tone} />
    </Stat>
  );
}
