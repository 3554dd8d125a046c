/** Queues by name, with what their jobs came to: whichever source or instrument has told of them. */
import type { HistogramReading, SeriesSnapshot } from '../metrics/index.js';
import type { LiveMetrics } from './live-metrics.js';

export interface QueueRow {
  readonly name: string;
  /** `waiting`, `succeeded`, `failed`, `canceled`, `meanWaitMs`, `meanDurationMs`; those that are known. */
  readonly figures: Readonly<Record<string, number>>;
}

/** Of the newest reading. */
export function queueRows(live: LiveMetrics): QueueRow[] {
  const [depth, wait, jobs] = ['queue_depth', 'queue_wait_seconds', 'job_duration_seconds'].map((name) =>
    live.series(name),
  ) as [Series, Series, Series];
  const names = new Set([...depth, ...wait, ...jobs].map(queueOf));
  return [...names].toSorted().map((name) => {
    const isOwn = (one: SeriesSnapshot): boolean => queueOf(one) === name;
    const own = jobs.filter(isOwn);
    const figures = {
      ...waiting(depth.filter(isOwn)),
      ...(own.length > 0 && jobCounts(own)),
      ...mean('meanWaitMs', wait.filter(isOwn)),
      ...mean('meanDurationMs', own),
    };
    return { name, figures };
  });
}

type Series = readonly SeriesSnapshot[];

function queueOf({ labels }: SeriesSnapshot): string {
  return labels['queue'] ?? '';
}

function waiting([depth]: Series): Record<string, number> {
  return depth === undefined ? {} : { waiting: Number(depth.value) };
}

const OUTCOMES = { succeeded: 'ok', failed: 'error', canceled: 'canceled' } as const;

function jobCounts(jobs: Series): Record<string, number> {
  return Object.fromEntries(
    Object.entries(OUTCOMES).map(([figure, outcome]) => [
      figure,
      countOf(jobs.filter(({ labels }) => labels['outcome'] === outcome)),
    ]),
  );
}

function countOf(histograms: Series): number {
  return histograms.reduce((total, { value }) => total + (value as HistogramReading).count, 0);
}

function mean(figure: string, histograms: Series): Record<string, number> {
  const count = countOf(histograms);
  const seconds = histograms.reduce((total, { value }) => total + (value as HistogramReading).sum, 0);
  return count === 0 ? {} : { [figure]: (seconds / count) * 1000 };
}
