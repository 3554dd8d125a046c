/** The button that takes a profile, and while one runs, how long it still does. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ProfilesAnswer } from '../../../shapes/index.js';
import type { ProfileChanges } from './use-profile-changes.js';

export interface ProfileStarterProps {
  readonly running: ProfilesAnswer['running'];
  readonly changes: ProfileChanges;
  readonly mayChange: boolean;
  /** The time of the running one is over. */
  readonly onOver: () => void;
}

const MIN_SECONDS = 1;
const MAX_SECONDS = 30;
const USUAL_SECONDS = 5;

export function ProfileStarter(props: ProfileStarterProps): JSX.Element {
  const { running, changes, mayChange, onOver } = props;
  if (running !== null) return <RunningNote key={running.id} running={running} changes={changes} onOver={onOver} />;
  if (!mayChange) return <span class="quiet">Taking profiles needs console.changes to be on</span>;
  return <StartForm changes={changes} />;
}

function StartForm({ changes }: { readonly changes: ProfileChanges }): JSX.Element {
  const [kind, setKind] = useState<'cpu' | 'heap'>('cpu');
  const [seconds, setSeconds] = useState(USUAL_SECONDS);
  const start = (event: Event): void => {
    event.preventDefault();
    void changes.send({ action: 'start', kind, durationMs: seconds * 1_000 });
  };
  return (
    <form class="profiles-start" onSubmit={start}>
      <label>
        <span class="unseen">What is measured</span>
        <select
          class="field"
          value={kind}
          onChange={({ currentTarget }) => setKind(currentTarget.value as 'cpu' | 'heap')}
        >
          <option value="cpu">CPU time</option>
          <option value="heap">Memory</option>
        </select>
      </label>
      <label>
        for{' '}
        <input
          class="field profiles-seconds number"
          type="number"
          required
          min={MIN_SECONDS}
          max={MAX_SECONDS}
          value={seconds}
          onInput={({ currentTarget }) => setSeconds(currentTarget.valueAsNumber)}
        />{' '}
        s
      </label>
      <button type="submit" class="button button-main" disabled={changes.isBusy}>
        Start profile
      </button>
    </form>
  );
}

/** The profile is made once its time is over. */
const ASK_AGAIN_MS = 500;

function RunningNote({
  running,
  changes,
  onOver,
}: Pick<ProfileStarterProps, 'changes' | 'onOver'> & Running): JSX.Element {
  const { startedAtMs, endsAtMs, kind } = running;
  const [nowMs, setNowMs] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNowMs(Date.now());
      if (Date.now() > endsAtMs) onOver();
    }, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [endsAtMs]);
  const leftMs = Math.max(0, endsAtMs - nowMs);
  const secondsLeft = Math.ceil(leftMs / 1_000);
  return (
    <div class="profiles-running">
      <span role="status">{kind === 'cpu' ? 'CPU profile runs' : `A ${kind} profile runs`}</span>
      <progress aria-label="Time of the profile" max={endsAtMs - startedAtMs} value={endsAtMs - startedAtMs - leftMs} />
      <span class="number">{secondsLeft > 0 ? `${secondsLeft} s left` : 'being written'}</span>
      <button
        type="button"
        class="button"
        disabled={changes.isBusy}
        onClick={() => void changes.send({ action: 'stop' })}
      >
        Stop now
      </button>
    </div>
  );
}

interface Running {
  readonly running: NonNullable<ProfilesAnswer['running']>;
}
