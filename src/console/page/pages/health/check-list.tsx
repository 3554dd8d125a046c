/** The checks behind one probe, each a row to open: state, history, and what it said last. */
import type { JSX } from 'preact';
import { setParams } from '../../app/router.js';
import { Duration } from '../../components/duration.js';
import { StatusMark } from '../../components/status-mark.js';
import { TimeAgo } from '../../components/time-ago.js';
import { formatSeconds } from '../../format/time.js';
import type { CheckRow, HealthAnswer } from '../../../shapes/index.js';
import { HistoryStrip } from './history-strip.js';

interface CheckListProps {
  readonly label: string;
  readonly checks: readonly CheckRow[];
  readonly selected: string | null;
  readonly health: Pick<HealthAnswer, 'startedAtMs' | 'nowMs'>;
}

export function CheckList({ label, checks, selected, health }: CheckListProps): JSX.Element {
  return (
    <div class="health-checks">
      <ul aria-label={label}>
        {checks.map((check) => (
          <li key={check.name}>
            <CheckEntry check={check} isSelected={check.name === selected} health={health} />
          </li>
        ))}
      </ul>
      <div class="health-axis" aria-hidden="true">
        <span>start {formatSeconds(health.startedAtMs)}</span>
        <span>now</span>
      </div>
    </div>
  );
}

interface CheckEntryProps extends Pick<CheckListProps, 'health'> {
  readonly check: CheckRow;
  readonly isSelected: boolean;
}

function CheckEntry({ check, isSelected, health }: CheckEntryProps): JSX.Element {
  const { name, state, isCritical, message } = check;
  return (
    <button
      type="button"
      class="health-check"
      aria-pressed={isSelected}
      onClick={() => setParams({ check: isSelected ? null : name })}
    >
      <span class="health-check-state">
        <StatusMark status={state} />
        {state}
      </span>
      <span class="health-check-name">
        <span class="cut">{name}</span>
        {isCritical ? null : <span class="quiet"> optional</span>}
      </span>
      <HistoryStrip history={check} {...health} />
      <span class="health-check-time">
        <LastRun check={check} />
      </span>
      {message === null ? null : <span class="health-check-message">{message}</span>}
    </button>
  );
}

function LastRun({ check: { lastCheckedMs, durationMs } }: { readonly check: CheckRow }): JSX.Element {
  if (lastCheckedMs === null) return <span class="quiet">not run yet</span>;
  return (
    <>
      <Duration ms={durationMs} />
      <span class="quiet">
        <TimeAgo timeMs={lastCheckedMs} />
      </span>
    </>
  );
}
