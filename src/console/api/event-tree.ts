/** `GET event-tree?correlationId=`: everything of one chain, each with its cause. */
import { invalid, notKept } from '../../endpoints/index.js';
import { chainOf } from '../recorder/causal-chain.js';
import type { TraceStore } from '../recorder/trace-store.js';
import type { ConsoleResource } from '../resource.js';
import type { EventTreeAnswer } from '../shapes/index.js';

const MAX_NODES = 1_000;

export class EventTreeResource implements ConsoleResource {
  readonly name = 'event-tree';

  constructor(private readonly traces: Pick<TraceStore, 'spans'>) {}

  read(query: URLSearchParams): Omit<EventTreeAnswer, 'version'> {
    const correlationId = query.get('correlationId');
    if (correlationId === null) throw invalid('A chain has a correlation id', 'ask with `?correlationId=`');
    const nodes = chainOf(correlationId, this.traces.spans());
    if (nodes.length === 0) throw notKept('Nothing of this chain is in memory', correlationId);
    return { correlationId, nodes: nodes.slice(0, MAX_NODES), omittedNodes: Math.max(0, nodes.length - MAX_NODES) };
  }
}
