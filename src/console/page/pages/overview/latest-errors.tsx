/** What failed last, each group once. */
import type { JSX } from 'preact';
import type { ErrorGroup } from '../../../shapes/index.js';
import { Link } from '../../app/router.js';
import { Panel } from '../../components/panel.js';
import { StatusMark } from '../../components/status-mark.js';
import { TimeAgo } from '../../components/time-ago.js';
import { formatCount } from '../../format/count.js';

export function LatestErrors({ groups }: { readonly groups: readonly ErrorGroup[] }): JSX.Element {
  return (
    <Panel title="Latest errors" actions={<Link page="errors">all</Link>}>
      {groups.length === 0 ? <p class="quiet">Nothing has failed since the start.</p> : null}
      <ul class="overview-list">
        {groups.map(({ fingerprint, type, message, count, lastSeenMs }) => (
          <li key={fingerprint} class="overview-row is-error">
            <StatusMark status="error" />
            <Link page="errors" params={{ fingerprint }} class="cut" title={`${type}: ${message}`}>
              <b>{type}</b> {message}
            </Link>
            <span class="number overview-figure">{formatCount(count)}&nbsp;×</span>
            <span class="quiet overview-figure">
              <TimeAgo timeMs={lastSeenMs} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
