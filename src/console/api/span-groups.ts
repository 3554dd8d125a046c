/** `GET span-groups`: the spans of the traces that fit, grouped by what they are. */
import type { TraceStore } from '../recorder/trace-store.js';
import type { ConsoleResource } from '../resource.js';
import type { SpanGroupsAnswer } from '../shapes/index.js';
import { SpanGrouping } from './span-grouping.js';
import { traceSelection } from './trace-selection.js';

const MAX_GROUPS = 500;

export class SpanGroupsResource implements ConsoleResource {
  readonly name = 'span-groups';

  constructor(private readonly traces: Pick<TraceStore, 'rows' | 'get'>) {}

  read(query: URLSearchParams): Omit<SpanGroupsAnswer, 'version'> {
    const { selection, problems } = traceSelection(query);
    const { rows } = this.traces.rows({ ...selection, limit: Infinity });
    const spans = rows.flatMap(({ traceId }) => this.traces.get(traceId)?.spans ?? []);
    const grouping = new SpanGrouping();
    for (const span of spans) grouping.add(span);
    const groups = grouping.result();
    return {
      groups: groups.slice(0, MAX_GROUPS),
      omittedGroups: Math.max(0, groups.length - MAX_GROUPS),
      traceCount: rows.length,
      spanCount: spans.length,
      problems,
    };
  }
}
