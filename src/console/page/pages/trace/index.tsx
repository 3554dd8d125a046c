/** One trace: where its time went, and everything that is known about each part of it. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { LogsAnswer, TraceAnswer, TraceDetail } from '../../../shapes/index.js';
import { onBatch } from '../../app/live.js';
import { Link, location } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { EmptyState } from '../../components/empty-state.js';
import { ResourceState } from '../../components/resource-state.js';
import { GoneTrace } from './gone-trace.js';
import { readTraceParams, type TraceParams } from './trace-params.js';
import { traceModel } from './trace-model.js';
import { TraceContents } from './trace-contents.js';
import './trace.css';

export default function TracePage(): JSX.Element {
  const params = readTraceParams(location.value.params);
  return <div class="page">{params.traceId === '' ? <NoTrace /> : <OneTrace params={params} />}</div>;
}

function NoTrace(): JSX.Element {
  return (
    <EmptyState title="No trace is chosen">
      <Link page="traces">Choose one of the traces</Link>
    </EmptyState>
  );
}

function OneTrace({ params }: { readonly params: TraceParams }): JSX.Element {
  const { traceId } = params;
  const resource = useResource<TraceAnswer>('trace', { id: traceId });
  const isRemoved = useChanges(traceId, resource.reload);
  if (resource.error?.status === 404) return <GoneTrace traceId={traceId} />;
  return (
    <div class="trace-page" aria-busy={resource.isStale}>
      <ResourceState resource={resource}>
        {({ trace }) => <LoadedTrace detail={trace} params={params} isRemoved={isRemoved} />}
      </ResourceState>
    </div>
  );
}

interface LoadedTraceProps {
  readonly detail: TraceDetail;
  readonly params: TraceParams;
  readonly isRemoved: boolean;
}

function LoadedTrace({ detail, params, isRemoved }: LoadedTraceProps): JSX.Element {
  const { traceId, logCount } = detail.row;
  // `count` is not for the server: another number is another question.
  const logs = useResource<LogsAnswer>(logCount === 0 ? null : 'logs', { traceId, limit: 1_000, count: logCount });
  const lines = logs.isStale ? undefined : logs.value?.rows;
  const model = useMemo(() => traceModel(detail, lines ?? []), [detail, lines]);
  return (
    <>
      {isRemoved ? (
        <p class="trace-note">This trace has just left the application's memory: what you see is the last of it.</p>
      ) : null}
      <TraceContents model={model} params={params} />
    </>
  );
}

/** Spans may still come, and the trace may leave. */
function useChanges(traceId: string, reload: () => void): boolean {
  const [removedId, setRemovedId] = useState('');
  useEffect(
    () =>
      onBatch(({ traces, removedTraceIds }) => {
        if (traces.some((row) => row.traceId === traceId)) reload();
        if (removedTraceIds.includes(traceId)) setRemovedId(traceId);
      }),
    [traceId, reload],
  );
  return removedId === traceId;
}
