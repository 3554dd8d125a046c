/** Events: what requests, messages and jobs have caused, chain by chain; one of them as a tree with its times. */
import type { JSX } from 'preact';
import { location, navigate } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { DataTable, type Column } from '../../components/data-table.js';
import { Duration } from '../../components/duration.js';
import { EmptyState } from '../../components/empty-state.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import { StatusMark } from '../../components/status-mark.js';
import { TextFilter } from '../../components/text-filter.js';
import { TimeAgo } from '../../components/time-ago.js';
import { formatCount, formatPlural } from '../../format/count.js';
import type { EventsAnswer } from '../../../shapes/index.js';
import { ChainView } from './chain-view.js';
import './events.css';

type Correlation = EventsAnswer['correlations'][number];

export default function EventsPage(): JSX.Element {
  const correlationId = location.value.params.get('id');
  return correlationId === null ? <Chains /> : <ChainView correlationId={correlationId} />;
}

function Chains(): JSX.Element {
  const q = location.value.params.get('q') ?? '';
  const resource = useResource<EventsAnswer>('events', { q }, { on: ['traces'] });
  const count = resource.value?.correlations.length;
  return (
    <div class="page-fill">
      <PageHeader title="Events" note={count === undefined ? undefined : formatPlural(count, 'chain')}>
        <TextFilter label="Search chains" />
      </PageHeader>
      <ResourceState resource={resource}>
        {({ correlations }) => (
          <DataTable
            label="Chains of events"
            rows={correlations}
            rowKey={({ correlationId }) => correlationId}
            columns={columns}
            onOpen={({ correlationId }) => navigate('events', { id: correlationId })}
            emptyText={<NoChain isNarrowed={q !== ''} />}
          />
        )}
      </ResourceState>
    </div>
  );
}

const columns: readonly Column<Correlation>[] = [
  { id: 'name', title: 'Began with', keep: true, render: (chain) => <Beginning chain={chain} /> },
  {
    id: 'correlationId',
    title: 'Correlation',
    width: 200,
    render: ({ correlationId }) => <span class="mono quiet">{correlationId}</span>,
  },
  {
    id: 'count',
    title: 'Steps',
    width: 56,
    align: 'right',
    keep: true,
    sortable: true,
    render: ({ count }) => formatCount(count),
  },
  {
    id: 'errorCount',
    title: 'Errors',
    width: 56,
    align: 'right',
    sortable: true,
    render: ({ errorCount }) => (errorCount === 0 ? '' : formatCount(errorCount)),
  },
  {
    id: 'durationMs',
    title: 'Lasted',
    width: 80,
    align: 'right',
    sortable: true,
    render: ({ durationMs }) => <Duration ms={durationMs} />,
  },
  {
    id: 'startedAtMs',
    title: 'Began',
    width: 92,
    align: 'right',
    sortable: true,
    render: ({ startedAtMs }) => <TimeAgo timeMs={startedAtMs} />,
  },
];

function Beginning({ chain: { name, errorCount } }: { readonly chain: Correlation }): JSX.Element {
  const status = errorCount === 0 ? 'ok' : 'error';
  return (
    <>
      <StatusMark status={status} label={status} /> {name}
    </>
  );
}

function NoChain({ isNarrowed }: { readonly isNarrowed: boolean }): JSX.Element {
  if (isNarrowed)
    return (
      <EmptyState title="No chain in memory fits">
        <p>It looks for a part of what a chain began with, or of its correlation id.</p>
      </EmptyState>
    );
  return (
    <EmptyState title="Nothing has caused anything yet">
      <p>
        Events of <code>@nestjs/event-emitter</code> and <code>@nestjs/cqrs</code>, messages and jobs come here with
        what caused them; carry it through a table of your own with <code>eventMetadata()</code> and{' '}
        <code>restoreEventMetadata()</code>.
      </p>
    </EmptyState>
  );
}
