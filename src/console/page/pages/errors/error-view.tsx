/** One group of failures: how often, where, its stack with the lines of the application's own code, and its newest samples. */
import type { JSX } from 'preact';
import type { ErrorAnswer, ErrorGroup } from '../../../shapes/index.js';
import { Link } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { Bar } from '../../components/bar.js';
import { CopyButton } from '../../components/copy-button.js';
import { PageHeader } from '../../components/page-header.js';
import { Panel } from '../../components/panel.js';
import { ResourceState } from '../../components/resource-state.js';
import { SourceLink } from '../../components/source-link.js';
import { SparkLine } from '../../components/spark-line.js';
import { Stat } from '../../components/stat.js';
import { StatusMark } from '../../components/status-mark.js';
import { TimeAgo } from '../../components/time-ago.js';
import { formatCount, formatPlural } from '../../format/count.js';
import { SampleList } from './sample-list.js';
import { StackList } from './stack-list.js';

export function ErrorView({ fingerprint }: { readonly fingerprint: string }): JSX.Element {
  const resource = useResource<ErrorAnswer>('error', { fingerprint }, { on: ['errors'], refreshMs: 30_000 });
  const { value } = resource;
  return (
    <div class="page">
      <PageHeader
        title={value === undefined ? 'Error' : <Title group={value.group} />}
        note={<Link page="errors">All errors</Link>}
        actions={value && <CopyButton text={textOf(value)} title="Copy the error and its stack" />}
      />
      <ResourceState resource={resource}>{(answer) => <Details answer={answer} />}</ResourceState>
    </div>
  );
}

function Title({ group: { type } }: { readonly group: ErrorGroup }): JSX.Element {
  return (
    <>
      <StatusMark status="error" /> {type}
    </>
  );
}

function Details({ answer: { group, stack, samples } }: { readonly answer: ErrorAnswer }): JSX.Element {
  return (
    <div class="errors-view">
      <div>
        <p class="errors-message mono">{group.message}</p>
        <Origin group={group} />
      </div>
      <Figures group={group} />
      <div class="errors-columns">
        <Panel title="Stack" note="of the first one">
          <StackList frames={stack} />
        </Panel>
        <div class="errors-side">
          <Panel title="Where" note={formatPlural(group.routes.length, 'place')}>
            <RouteList group={group} />
          </Panel>
          <Panel title="Newest" note={`${samples.length} of ${formatCount(group.count)}`}>
            <SampleList samples={samples} />
          </Panel>
        </div>
      </div>
    </div>
  );
}

function Origin({ group: { source, fingerprint } }: { readonly group: ErrorGroup }): JSX.Element {
  return (
    <p class="quiet errors-origin">
      {source === null ? null : (
        <>
          from <SourceLink place={source} />,{' '}
        </>
      )}
      fingerprint <span class="mono">{fingerprint}</span>
    </p>
  );
}

function Figures({ group }: { readonly group: ErrorGroup }): JSX.Element {
  const { count, firstSeenMs, lastSeenMs, perMinute } = group;
  const lastHour = perMinute.reduce((sum, one) => sum + one, 0);
  return (
    <div class="errors-figures">
      <Stat label="Count" value={formatCount(count)} />
      <Stat label="Last hour" value={formatCount(lastHour)}>
        <SparkLine
          values={perMinute}
          tone="error"
          label={`${formatPlural(lastHour, 'failure')} in the last hour, by minute`}
        />
      </Stat>
      <Stat label="First seen" value={<TimeAgo timeMs={firstSeenMs} />} />
      <Stat label="Last seen" value={<TimeAgo timeMs={lastSeenMs} />} />
    </div>
  );
}

function RouteList({ group: { routes, count } }: { readonly group: ErrorGroup }): JSX.Element {
  if (routes.length === 0) return <p class="quiet">Outside any request, message or job.</p>;
  return (
    <ul class="errors-routes">
      {routes.map((route) => (
        <li key={route.name}>
          <span class="cut" title={route.name}>
            {route.name}
          </span>
          <span class="number">{formatCount(route.count)}</span>
          <Bar value={route.count} max={count} tone="error" />
        </li>
      ))}
    </ul>
  );
}

function textOf({ group: { type, message }, stack }: ErrorAnswer): string {
  return [`${type}: ${message}`, ...stack.map(({ text }) => `    at ${text}`)].join('\n');
}
