/** What the console itself holds in memory, and what had to make room. */
import type { ComponentChildren, JSX } from 'preact';
import type { RecorderState } from '../../../shapes/index.js';
import { session } from '../../app/session.js';
import { Bar } from '../../components/bar.js';
import { Panel } from '../../components/panel.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatBytes } from '../../format/bytes.js';
import { formatCount } from '../../format/count.js';

export function Recorder({ recorder }: { readonly recorder: RecorderState }): JSX.Element {
  const { usedBytes, maxBytes } = recorder;
  const used = `${formatBytes(usedBytes)} of ${formatBytes(maxBytes)}`;
  return (
    <Panel title="Recorder" note={recorder.isRecording ? 'keeps in memory what is shown here' : undefined}>
      {recorder.isRecording ? null : <SwitchedOff because={recorder.offBecause} />}
      <div class="overview-recorder">
        <div class="overview-recorder-memory">
          <Bar value={usedBytes} max={maxBytes} label={`Memory used: ${used}`} />
          <span class="number">{used}</span>
        </div>
        <dl class="overview-recorder-counts">
          {countsOf(recorder).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd class="number">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Panel>
  );
}

function SwitchedOff({ because }: { readonly because: string | null }): JSX.Element {
  return (
    <p class="overview-recorder-off" role="alert">
      <StatusMark status="error" /> It has switched itself off{because === null ? '' : `: ${because}`}. The application
      is not concerned; start it anew to record again.
    </p>
  );
}

function countsOf(recorder: RecorderState): readonly (readonly [string, ComponentChildren])[] {
  const limits = session.value?.limits;
  return [
    ['traces', ofLimit(recorder.traces, limits?.maxTraces)],
    ['spans', formatCount(recorder.spans)],
    ['log lines', ofLimit(recorder.logs, limits?.maxLogs)],
    ['series', ofLimit(recorder.series, limits?.maxSeries)],
    ['traces evicted', formatCount(recorder.evictedTraces)],
    ['passed over under load', formatCount(recorder.passedOverTraces)],
    ['lines evicted', formatCount(recorder.evictedLogs)],
    ['error groups evicted', formatCount(recorder.evictedErrorGroups)],
    ['spans dropped', formatCount(recorder.droppedSpans)],
    ['viewers', formatCount(recorder.viewers)],
  ];
}

function ofLimit(count: number, limit: number | undefined): ComponentChildren {
  if (limit === undefined) return formatCount(count);
  return (
    <>
      {formatCount(count)} <span class="quiet">of {formatCount(limit)}</span>
    </>
  );
}
