/** Which traces are shown: a query as chips, a range of time, and a range of durations chosen from their histogram. */
import type { JSX } from 'preact';
import type { TracesAnswer } from '../../../shapes/index.js';
import { TRACE_FIELDS } from '../../../query/index.js';
import { setParams } from '../../app/router.js';
import { QueryBar } from '../../components/query-bar.js';
import { DurationHistogram } from './duration-histogram.js';
import { timeRanges, type TracesParams } from './traces-params.js';
import { formatDateTime } from '../../format/time.js';

interface NarrowingProps {
  readonly params: TracesParams;
  readonly answer: TracesAnswer | undefined;
}

const suggestions = [
  'status:error',
  'status:5xx',
  'dur>200ms',
  'kind:http',
  'kind:cron',
  'route:"/…"',
  ...TRACE_FIELDS.map((field) => `${field}:`),
];

export function Narrowing({ params, answer }: NarrowingProps): JSX.Element {
  return (
    <div class="traces-narrowing">
      <div class="traces-query">
        <QueryBar
          value={params.query}
          onChange={(query: string) => setParams({ q: query })}
          suggestions={suggestions}
          problems={answer?.problems ?? []}
        />
        <TimeRangePicker params={params} />
      </div>
      <DurationHistogram bins={answer?.histogram ?? []} limits={params} />
    </div>
  );
}

function TimeRangePicker({ params }: { readonly params: TracesParams }): JSX.Element {
  const { range, fromMs, toMs } = params;
  const isFixed = range === undefined && (fromMs !== undefined || toMs !== undefined);
  return (
    <label class="traces-range">
      <span class="unseen">Time range</span>
      <select
        class="field"
        value={range ?? (isFixed ? 'fixed' : 'all')}
        onChange={({ currentTarget: { value } }) =>
          setParams({ range: value === 'all' ? null : value, fromMs: null, toMs: null })
        }
      >
        <option value="all">All in memory</option>
        {Object.keys(timeRanges).map((name) => (
          <option key={name} value={name}>
            Last {name}
          </option>
        ))}
        {isFixed ? <option value="fixed">{fixedText(fromMs, toMs)}</option> : null}
      </select>
    </label>
  );
}

function fixedText(fromMs: number | undefined, toMs: number | undefined): string {
  const from = fromMs === undefined ? 'the start' : formatDateTime(fromMs);
  return `${from} to ${toMs === undefined ? 'now' : formatDateTime(toMs)}`;
}
