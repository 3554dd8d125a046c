/** Requests, failures and durations of the last minutes, under one cursor. */
import type { JSX } from 'preact';
import type { OverviewAnswer } from '../../../shapes/index.js';
import { Chart } from '../../components/chart.js';

export function HistoryCharts({ history }: Pick<OverviewAnswer, 'history'>): JSX.Element {
  const { timesMs, requestsPerSecond, errorRatio } = history;
  const failures = requestsPerSecond.map((rate, at) => (rate === null ? null : rate * (errorRatio[at] ?? 0)));
  return (
    <section class="overview-columns" aria-label="The last minutes">
      <Chart
        title="Requests"
        isRate
        timesMs={timesMs}
        lines={[
          { name: 'all', values: requestsPerSecond },
          { name: 'failed', values: failures, colour: 5 },
        ]}
      />
      <Chart
        title="Duration"
        unit="seconds"
        timesMs={timesMs}
        lines={[
          { name: 'p50', values: inSeconds(history.p50Ms), colour: 2 },
          { name: 'p95', values: inSeconds(history.p95Ms), colour: 0 },
          { name: 'p99', values: inSeconds(history.p99Ms), colour: 1 },
        ]}
      />
    </section>
  );
}

function inSeconds(valuesMs: readonly (number | null)[]): readonly (number | null)[] {
  return valuesMs.map((valueMs) => (valueMs === null ? null : valueMs / 1_000));
}
