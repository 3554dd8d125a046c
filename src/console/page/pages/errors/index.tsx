/** Errors: failures of one kind together, the last seen first; one of them whole with its frames, where it came from, and samples. */
import type { JSX } from 'preact';
import { location } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import { TextFilter } from '../../components/text-filter.js';
import { formatPlural } from '../../format/count.js';
import type { ErrorsAnswer } from '../../../shapes/index.js';
import { ErrorView } from './error-view.js';
import { GroupTable } from './group-table.js';
import './errors.css';

export default function ErrorsPage(): JSX.Element {
  const fingerprint = location.value.params.get('fingerprint');
  return fingerprint === null ? <Groups /> : <ErrorView fingerprint={fingerprint} />;
}

function Groups(): JSX.Element {
  const q = location.value.params.get('q') ?? '';
  const resource = useResource<ErrorsAnswer>('errors', { q }, { on: ['errors'], refreshMs: 30_000 });
  return (
    <div class="page-fill">
      <PageHeader title="Errors" note={resource.value && noteOf(resource.value)}>
        <TextFilter label="Search errors" />
      </PageHeader>
      <ResourceState resource={resource}>
        {({ groups }) => <GroupTable groups={groups} isNarrowed={q !== ''} />}
      </ResourceState>
    </div>
  );
}

function noteOf({ groups }: ErrorsAnswer): string {
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  return `${formatPlural(count, 'failure')} in ${formatPlural(groups.length, 'group')}`;
}
