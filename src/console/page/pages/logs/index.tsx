/** Logs: lines as they were written, the newest on top and followed until somebody scrolls; each leads to its trace. */
import type { JSX } from 'preact';
import { location, setParams } from '../../app/router.js';
import { session } from '../../app/session.js';
import { PageHeader } from '../../components/page-header.js';
import { QueryBar } from '../../components/query-bar.js';
import { ResourceState } from '../../components/resource-state.js';
import { formatPlural } from '../../format/count.js';
import { LOG_FIELDS } from '../../../query/index.js';
import type { LogsAnswer } from '../../../shapes/index.js';
import { FollowMark, useFollow } from './follow.js';
import { LevelChips } from './level-chips.js';
import { LogDrawer } from './log-drawer.js';
import { LogTable } from './log-table.js';
import { lineName, readLogsParams } from './logs-params.js';
import { useLogList } from './use-log-list.js';
import './logs.css';

const suggestions = [
  ...LOG_FIELDS.map((field) => `${field}:`),
  'level:error',
  'level:warn',
  'target:HTTP',
  'status>=500',
  'duration_ms>200',
];

export default function LogsPage(): JSX.Element {
  const { query, level, line } = readLogsParams(location.value.params);
  const { resource, list, fill } = useLogList(query, level);
  const follow = useFollow(list.rows);
  const startedAtMs = session.value?.startedAtMs ?? 0;
  return (
    <div class="page-fill" onScrollCapture={follow.scrolled}>
      <PageHeader title="Logs" note={resource.value && noteOf(resource.value)} actions={<FollowMark follow={follow} />}>
        <QueryBar
          label="Search log lines"
          value={query}
          onChange={(q) => setParams({ q, line: null })}
          suggestions={suggestions}
          problems={resource.value?.problems ?? []}
        />
        <LevelChips lowest={level} counts={resource.value?.countByLevel} />
      </PageHeader>
      <ResourceState resource={resource}>
        {() => (
          <LogTable
            list={list}
            selected={line}
            isNarrowed={query.trim() !== '' || level !== 'trace'}
            startedAtMs={startedAtMs}
            onOpen={(row) => setParams({ line: lineName(row, startedAtMs) })}
            onFill={fill}
          />
        )}
      </ResourceState>
      {line === undefined ? null : <LogDrawer line={line} rows={list.rows} query={query} />}
    </div>
  );
}

function noteOf({ total, evicted }: LogsAnswer): string {
  const lines = formatPlural(total, 'line');
  return evicted === 0 ? lines : `${lines}; ${formatPlural(evicted, 'older one', 'older ones')} had to make room`;
}
