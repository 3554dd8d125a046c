/** Everything that one request, message or job has caused, each step below its cause, with when and how long. */
import type { JSX } from 'preact';
import type { EventNode, EventTreeAnswer } from '../../../shapes/index.js';
import { Link, navigate } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { Badge } from '../../components/badge.js';
import { Bar } from '../../components/bar.js';
import { CopyButton } from '../../components/copy-button.js';
import { PageHeader } from '../../components/page-header.js';
import { ResourceState } from '../../components/resource-state.js';
import { StatusMark } from '../../components/status-mark.js';
import { Tree } from '../../components/tree.js';
import type { TreeItem } from '../../components/tree-items.js';
import { formatCount, formatPlural } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import { formatDateTime } from '../../format/time.js';
import { causalTree, spanOfChain, type CausalItem, type ChainSpan } from './causal-tree.js';

export function ChainView({ correlationId }: { readonly correlationId: string }): JSX.Element {
  const resource = useResource<EventTreeAnswer>('event-tree', { correlationId }, { on: ['traces'] });
  return (
    <div class="page">
      <PageHeader
        title={<span class="mono">{correlationId}</span>}
        note={<Link page="events">All chains</Link>}
        actions={<Actions correlationId={correlationId} />}
      />
      <ResourceState resource={resource}>{(answer) => <Chain answer={answer} />}</ResourceState>
    </div>
  );
}

function Actions({ correlationId }: { readonly correlationId: string }): JSX.Element {
  return (
    <>
      <Link page="logs" params={{ q: `correlation_id:${correlationId}` }} class="button">
        Log lines
      </Link>
      <CopyButton text={correlationId} title="Copy the correlation id" />
    </>
  );
}

function Chain({ answer: { nodes, omittedNodes } }: { readonly answer: EventTreeAnswer }): JSX.Element {
  const chain = spanOfChain(nodes);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return (
    <>
      <p class="quiet">
        {formatPlural(nodes.length, 'step')} in {formatDuration(chain.durationMs)}, begun{' '}
        {formatDateTime(chain.startedAtMs)}
        {omittedNodes === 0 ? '' : `; ${formatCount(omittedNodes)} later ones are not shown`}
      </p>
      <div class="events-chain">
        <Tree
          label="What caused what"
          items={causalTree(nodes).map(treeItem)}
          onSelect={(id) => show(byId.get(id)!)}
          renderItem={({ id }) => <Step node={byId.get(id)!} chain={chain} />}
        />
      </div>
    </>
  );
}

function show({ traceId, spanId }: EventNode): void {
  navigate('trace', { id: traceId, span: spanId });
}

function treeItem({ node, caused }: CausalItem): TreeItem {
  return { id: node.id, title: node.name, items: caused.map(treeItem) };
}

function Step({ node, chain }: { readonly node: EventNode; readonly chain: ChainSpan }): JSX.Element {
  const { name, kind, outcome, startedAtMs, durationMs, traceId, spanId, messageId } = node;
  const offset = startedAtMs - chain.startedAtMs;
  return (
    <span class="events-step">
      <span class="events-step-name" title={messageId === null ? name : `${name}, message ${messageId}`}>
        <StatusMark status={outcome} label={outcome} />
        <span class="cut">{name}</span>
        <Badge>{kind}</Badge>
      </span>
      <span class="number quiet events-step-offset">+{formatDuration(offset)}</span>
      <Bar value={durationMs} offset={offset} max={chain.durationMs} tone={outcome === 'error' ? 'error' : 'accent'} />
      <span class="number events-step-duration">{formatDuration(durationMs)}</span>
      <span onClick={(event) => event.stopPropagation()}>
        <Link page="trace" params={{ id: traceId, span: spanId }} aria-label={`Trace of ${name}`}>
          Trace
        </Link>
      </span>
    </span>
  );
}
