/** The profiles that are kept: a handful, so a plain table. */
import type { JSX } from 'preact';
import { fileUrl } from '../../app/api.js';
import { Link } from '../../app/router.js';
import { PlainTable } from '../../components/plain-table.js';
import { TimeAgo } from '../../components/time-ago.js';
import { formatBytes } from '../../format/bytes.js';
import { formatDuration } from '../../format/duration.js';
import type { ProfileRow } from '../../../shapes/index.js';
import type { ProfileChanges } from './use-profile-changes.js';

export interface ProfileListProps {
  readonly profiles: readonly ProfileRow[];
  readonly chosen: string | undefined;
  readonly changes: ProfileChanges;
  readonly mayChange: boolean;
}

export function ProfileList({ profiles, chosen, changes, mayChange }: ProfileListProps): JSX.Element {
  return (
    <PlainTable label="Kept profiles, the newest first" class="profiles-list">
      <thead>
        <tr>
          <th scope="col">Taken</th>
          <th scope="col">Kind</th>
          <th scope="col" class="is-right">
            Length
          </th>
          <th scope="col" class="is-right">
            Measured
          </th>
          <th scope="col">Most</th>
          <th scope="col">Why</th>
          <th scope="col">
            <span class="unseen">Files</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {profiles.map((profile) => (
          <tr key={profile.id} aria-current={profile.id === chosen ? 'true' : undefined}>
            <td>
              <Link page="profiles" params={{ id: profile.id }}>
                <TimeAgo timeMs={profile.startedAtMs} />
              </Link>
            </td>
            <td>{profile.kind === 'cpu' ? 'CPU' : 'memory'}</td>
            <td class="is-right number">{formatDuration(profile.durationMs)}</td>
            <td class="is-right number">{measured(profile)}</td>
            <td>{profile.headline}</td>
            <td class="quiet">{profile.cause}</td>
            <td class="is-right">
              <Files profile={profile} />
              {mayChange && (
                <button
                  type="button"
                  class="button button-bare"
                  disabled={changes.isBusy}
                  aria-label={`Remove profile ${profile.id}`}
                  onClick={() => void changes.send({ action: 'remove', id: profile.id })}
                >
                  Remove
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  );
}

function measured({ busyMs, bytes }: ProfileRow): string {
  return bytes === null ? `${formatDuration(busyMs)} busy` : formatBytes(bytes);
}

function Files({ profile: { id, kind } }: { readonly profile: ProfileRow }): JSX.Element {
  return (
    <>
      <a class="button button-bare" href={fileUrl('profile-file', { id, format: 'v8' })} download>
        .{kind}profile
      </a>
      <a class="button button-bare" href={fileUrl('profile-file', { id, format: 'pprof' })} download>
        pprof
      </a>
    </>
  );
}
