/** Which lines are written, in general and by context; and a way to change that while the application runs. */
import type { JSX } from 'preact';
import { session } from '../../app/session.js';
import { useNow } from '../../app/clock.js';
import { FactTable, type FactColumn } from '../../components/fact-table.js';
import { Panel } from '../../components/panel.js';
import { formatDuration } from '../../format/duration.js';
import type { ApplicationAnswer, LoggersPart } from '../../../shapes/index.js';
import { changeLevel, LevelsForm } from './levels-form.js';

interface LoggersTabProps {
  readonly application: ApplicationAnswer;
  readonly onChanged: () => void;
}

type Level = readonly [context: string, level: string];
type Change = LoggersPart['changes'][number];

export function LoggersTab({ application, onChanged }: LoggersTabProps): JSX.Element {
  const { loggers } = application;
  if (loggers === null)
    return (
      <p class="quiet">
        Logs are off. Turn them on with <code>logs.enabled: true</code>.
      </p>
    );
  return (
    <div class="application-parts">
      {session.value?.mayChange === true ? (
        <LevelsForm contexts={contextsOf(application)} onChanged={onChanged} />
      ) : (
        <p class="quiet">
          Levels cannot be changed here: the option <code>console.changes</code> is off.
        </p>
      )}
      <FactTable
        label="Levels"
        rows={[['all others', loggers.general] as Level, ...Object.entries(loggers.contexts)]}
        columns={levelColumns}
        rowKey={([context]) => context}
        emptyText=""
      />
      <Changes changes={loggers.changes} onChanged={onChanged} />
    </div>
  );
}

const levelColumns: readonly FactColumn<Level>[] = [
  { title: 'Context', render: ([context]) => <span class="mono">{context}</span> },
  { title: 'Level', render: ([, level]) => level },
];

/** Nest's loggers are named after classes. */
function contextsOf({ modules }: ApplicationAnswer): string[] {
  return [...new Set(modules.flatMap(({ controllers, providers }) => [...controllers, ...providers]))].toSorted();
}

interface ChangesProps extends Pick<LoggersTabProps, 'onChanged'> {
  readonly changes: readonly Change[];
}

function Changes({ changes, onChanged }: ChangesProps): JSX.Element {
  const now = useNow();
  const takeBack = async ({ setting }: Change): Promise<void> => {
    const context = contextOf(setting);
    await changeLevel({ ...(context !== undefined && { context }), level: null });
    onChanged();
  };
  const columns: readonly FactColumn<Change>[] = [
    { title: 'Of', render: ({ setting }) => <span class="mono">{contextOf(setting) ?? 'all others'}</span> },
    { title: 'Level', render: ({ value }) => String(value) },
    { title: 'Changed by', render: ({ by }) => by },
    { title: 'Ends in', render: ({ expiresAt }) => formatDuration(Math.max(0, Date.parse(expiresAt) - now.value)) },
    {
      title: 'Take back',
      render: (change) => (
        <button
          type="button"
          class="button"
          onClick={() => takeBack(change)}
          disabled={session.value?.mayChange !== true}
        >
          Take back
        </button>
      ),
    },
  ];
  return (
    <Panel title="For a while" note="ends by itself, and with the process">
      <FactTable
        label="Changes that end by themselves"
        rows={changes}
        columns={columns}
        rowKey={({ setting, expiresAt }) => `${setting} ${expiresAt}`}
        emptyText="No level is changed for a while."
      />
    </Panel>
  );
}

function contextOf(setting: string): string | undefined {
  return setting.startsWith('level/') ? setting.slice('level/'.length) : undefined;
}
