/** Profiles: take one, choose one, see where the time or the memory went. */
import type { JSX } from 'preact';
import { location } from '../../app/router.js';
import { session } from '../../app/session.js';
import { useResource } from '../../app/use-resource.js';
import { EmptyState } from '../../components/empty-state.js';
import { PageHeader } from '../../components/page-header.js';
import { ProblemNote } from '../../components/problem-note.js';
import { ResourceState } from '../../components/resource-state.js';
import type { ProfilesAnswer } from '../../../shapes/index.js';
import { ProfileList } from './profile-list.js';
import { ProfileStarter } from './profile-starter.js';
import { ProfileView } from './profile-view.js';
import { useProfileChanges } from './use-profile-changes.js';
import './profiles.css';

/** Others may take profiles, too. */
const REFRESH_MS = 5_000;

export default function ProfilesPage(): JSX.Element {
  const list = useResource<ProfilesAnswer>('profiles', {}, { refreshMs: REFRESH_MS, on: ['profiles'] });
  const { value, reload } = list;
  const changes = useProfileChanges(reload);
  const mayChange = session.value?.mayChange ?? false;
  const chosen = location.value.params.get('id') ?? value?.profiles[0]?.id;

  return (
    <div class="page">
      <PageHeader
        title="Profiles"
        note="where the processor’s time, or the memory, goes"
        actions={
          value && <ProfileStarter running={value.running} changes={changes} mayChange={mayChange} onOver={reload} />
        }
      />
      <ProblemNote problem={changes.problem} />
      <ResourceState resource={list}>
        {({ profiles }) =>
          profiles.length === 0 ? (
            <EmptyState title="No profile has been taken yet">
              Start one, and use the application while it runs: a flame graph shows where its time went.
            </EmptyState>
          ) : (
            <ProfileList profiles={profiles} chosen={chosen} changes={changes} mayChange={mayChange} />
          )
        }
      </ResourceState>
      {chosen !== undefined && <ProfileView key={chosen} id={chosen} />}
    </div>
  );
}
