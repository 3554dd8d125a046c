/** All kept traces: find the one that matters, see how long they take, and which spans take the time. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SpanGroupsAnswer, TracesAnswer } from '../../../shapes/index.js';
import { useNow } from '../../app/clock.js';
import { location, setParams } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import { Tabs } from '../../components/tabs.js';
import { formatPlural, formatShare } from '../../format/count.js';
import { Narrowing } from './narrowing.js';
import { SpanGroups } from './span-groups.js';
import { TraceActions } from './trace-actions.js';
import { TraceList } from './trace-list.js';
import { choiceOf, readTracesParams } from './traces-params.js';
import './traces.css';

const tabs = [
  { id: 'traces', title: 'Traces' },
  { id: 'spans', title: 'Spans by name' },
];
/** Rows that are asked for at once; more when one scrolls to their end. */
const pageSize = 200;
/** More the server does not give. */
const maxRows = 1_000;
/** All spans are summed up for them: not with every trace. */
const groupsRefreshMs = 5_000;

export default function TracesPage(): JSX.Element {
  const params = readTracesParams(location.value.params);
  const choice = choiceOf(params, useNow().value);
  const [limit, setLimit] = useState(pageSize);
  const isSpans = params.tab === 'spans';
  // The histogram and the problems of the query are wanted beside the spans too.
  const traces = useResource<TracesAnswer>(
    'traces',
    { ...choice, sort: params.sort, limit: isSpans ? 1 : limit },
    { on: ['traces'] },
  );
  const groups = useResource<SpanGroupsAnswer>(isSpans ? 'span-groups' : null, choice, { refreshMs: groupsRefreshMs });
  return (
    <div class="page-fill traces-page">
      <PageHeader
        title="Traces"
        note={<Total answer={traces.value} />}
        actions={<TraceActions onChange={traces.reload} />}
      >
        <Narrowing params={params} answer={traces.value} />
      </PageHeader>
      <Tabs
        label="What is listed"
        tabs={tabs}
        selected={params.tab}
        onSelect={(id) => setParams({ tab: id === 'traces' ? null : id })}
      >
        {isSpans ? (
          <ResourceState resource={groups}>{(answer) => <SpanGroups answer={answer} />}</ResourceState>
        ) : (
          <ResourceState resource={traces}>
            {(answer) => (
              <TraceList
                answer={answer}
                isStale={traces.isStale}
                params={params}
                limit={limit}
                onMore={() => setLimit(Math.min(limit + pageSize, maxRows))}
              />
            )}
          </ResourceState>
        )}
      </Tabs>
    </div>
  );
}

function Total({ answer }: { readonly answer: TracesAnswer | undefined }): JSX.Element | null {
  if (answer === undefined) return null;
  const { total, sampleRatio } = answer;
  return (
    <>
      {formatPlural(total, 'trace')}
      {sampleRatio < 1 ? (
        <span class="traces-sampled" title="traces.sampleRatio: what is not sampled is not recorded">
          {' '}
          · only {formatShare(sampleRatio)} of requests are sampled
        </span>
      ) : null}
    </>
  );
}
