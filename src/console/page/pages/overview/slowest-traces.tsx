/** The slowest traces of the last minutes, the way to the question why. */
import type { JSX } from 'preact';
import type { TraceRow } from '../../../shapes/index.js';
import { Link } from '../../app/router.js';
import { Bar } from '../../components/bar.js';
import { Panel } from '../../components/panel.js';
import { StatusMark } from '../../components/status-mark.js';
import { TimeAgo } from '../../components/time-ago.js';
import { formatDuration } from '../../format/duration.js';
import { statusWord } from '../../format/status.js';

export function SlowestTraces({ traces }: { readonly traces: readonly TraceRow[] }): JSX.Element {
  const slowestMs = Math.max(...traces.map(({ durationMs }) => durationMs), 0);
  const all = (
    <Link page="traces" params={{ sort: 'slowest', range: '5m' }}>
      all
    </Link>
  );
  return (
    <Panel title="Slowest traces" note="last 5 minutes" actions={all}>
      {traces.length === 0 ? <p class="quiet">No trace yet: send the application a request.</p> : null}
      <ul class="overview-list">
        {traces.map((trace) => (
          <li key={trace.traceId} class="overview-row is-trace">
            <Link page="trace" params={{ id: trace.traceId }} class="mono cut" title={trace.name}>
              {trace.name}
            </Link>
            <StatusMark status={trace.status} label={statusWord(trace.status)} />
            <span class="overview-row-bar">
              <Bar value={trace.durationMs} max={slowestMs} />
            </span>
            <span class="number overview-figure">{formatDuration(trace.durationMs)}</span>
            <span class="quiet overview-figure">
              <TimeAgo timeMs={trace.startedAtMs} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
