/** What runs by itself: schedules, and queues with what their jobs came to. */
import type { JSX } from 'preact';
import { Duration } from '../../components/duration.js';
import { FactTable, type FactColumn } from '../../components/fact-table.js';
import { Panel } from '../../components/panel.js';
import { TimeAgo } from '../../components/time-ago.js';
import { formatCount } from '../../format/count.js';
import { formatDateTime } from '../../format/time.js';
import type { ApplicationAnswer } from '../../../shapes/index.js';
import { NameList } from './name-list.js';

type Job = ApplicationAnswer['schedules']['jobs'][number];
type Queue = ApplicationAnswer['queues'][number];

export function SchedulesTab({ schedules }: Pick<ApplicationAnswer, 'schedules'>): JSX.Element {
  const { jobs, intervals, timeouts } = schedules;
  return (
    <div class="application-parts">
      <FactTable
        label="Cron jobs"
        rows={jobs}
        columns={jobColumns}
        rowKey={({ name }) => name}
        emptyText="No cron jobs: those of @nestjs/schedule (@Cron) stand here."
      />
      {intervals.length === 0 ? null : <Named title="Intervals" names={intervals} />}
      {timeouts.length === 0 ? null : <Named title="Timeouts" names={timeouts} />}
    </div>
  );
}

function Named({ title, names }: { readonly title: string; readonly names: readonly string[] }): JSX.Element {
  return (
    <Panel title={title}>
      <NameList names={names} />
    </Panel>
  );
}

const jobColumns: readonly FactColumn<Job>[] = [
  { title: 'Job', render: ({ name }) => <span class="mono">{name}</span> },
  { title: 'Schedule', render: ({ schedule }) => <span class="mono">{schedule ?? '–'}</span> },
  { title: 'Active', render: ({ isActive }) => (isActive === null ? '–' : isActive ? 'yes' : 'no') },
  {
    title: 'Last run',
    render: ({ lastRun }) => (lastRun === null ? 'not yet' : <TimeAgo timeMs={Date.parse(lastRun)} />),
  },
  {
    title: 'Next run',
    render: ({ nextRun }) => <span class="number">{nextRun === null ? 'never' : atSecond(nextRun)}</span>,
  },
];

function atSecond(time: string): string {
  return formatDateTime(Date.parse(time)).replace(/\.\d+$/, '');
}

export function QueuesTab({ queues }: Pick<ApplicationAnswer, 'queues'>): JSX.Element {
  return (
    <FactTable
      label="Queues"
      rows={queues}
      columns={queueColumns}
      rowKey={({ name }) => name}
      emptyText="No queue has been seen: those of BullMQ (its plugin) and of QueuesInstrument stand here."
    />
  );
}

function countColumn(title: string, figure: string): FactColumn<Queue> {
  return { title, align: 'right', render: ({ figures }) => formatCount(figures[figure] ?? null) };
}

const queueColumns: readonly FactColumn<Queue>[] = [
  { title: 'Queue', render: ({ name }) => <span class="mono">{name}</span> },
  countColumn('Waiting', 'waiting'),
  countColumn('Succeeded', 'succeeded'),
  countColumn('Failed', 'failed'),
  countColumn('Canceled', 'canceled'),
  { title: 'Mean wait', align: 'right', render: ({ figures }) => <Duration ms={figures['meanWaitMs']} /> },
  { title: 'Mean duration', align: 'right', render: ({ figures }) => <Duration ms={figures['meanDurationMs']} /> },
];
