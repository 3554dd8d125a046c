/** What a reader does within a trace: the cursor, what is open, folded, found and zoomed to. All but the cursor is in the URL. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { setParams } from '../../app/router.js';
import { hitPosition, nextHit, spansThatSay } from './find-spans.js';
import { ancestorIds, openRows, parentIds, type SpanNode } from './span-tree.js';
import { readWindow, windowText, type TimeWindow } from './time-scale.js';
import type { TraceModel } from './trace-model.js';
import { closedParam, type TraceParams } from './trace-params.js';

export function useTraceView(model: TraceModel, params: TraceParams): TraceViewState {
  const { tree } = model;
  const { closedIds, find, traceId } = params;
  const [movedTo, moveTo] = useState<string | undefined>(undefined);
  useEffect(() => moveTo(undefined), [traceId]);
  const rows = useMemo(() => openRows(tree, closedIds), [tree, closedParam(closedIds)]);
  const hits = useMemo(() => spansThatSay(find, tree), [find, tree]);
  return new TraceViewState(model, params, { rows, hits, movedTo, moveTo });
}

interface Seen {
  /** Those that are not folded away. */
  readonly rows: readonly SpanNode[];
  readonly hits: readonly SpanNode[];
  /** Where the cursor is while no details are open. */
  readonly movedTo: string | undefined;
  readonly moveTo: (spanId: string) => void;
}

/** As it is in one drawing of the page. */
export class TraceViewState {
  readonly rows: readonly SpanNode[];
  readonly hitIds: ReadonlySet<string>;
  readonly window: TimeWindow;
  /** Whose details are shown. */
  readonly opened: SpanNode | undefined;
  readonly cursor: SpanNode | undefined;
  readonly #model: TraceModel;
  readonly #params: TraceParams;
  readonly #seen: Seen;

  constructor(model: TraceModel, params: TraceParams, seen: Seen) {
    this.#model = model;
    this.#params = params;
    this.#seen = seen;
    this.rows = seen.rows;
    this.hitIds = new Set(seen.hits.map(({ span }) => span.spanId));
    this.window = readWindow(params.zoom, model.extent);
    this.opened = model.tree.byId.get(params.spanId ?? '');
    this.cursor = this.opened ?? model.tree.byId.get(seen.movedTo ?? '');
  }

  get cursorId(): string | undefined {
    return this.cursor?.span.spanId;
  }

  get hitPosition(): string {
    return hitPosition(this.#seen.hits, this.cursorId);
  }

  readonly open = (spanId: string): void => {
    this.#seen.moveTo(spanId);
    change({ span: spanId, ...this.#unfolding(this.#model.tree.byId.get(spanId)) });
  };

  /** False where there is nothing to open. */
  readonly openCursor = (): boolean => {
    if (this.cursorId !== undefined) this.open(this.cursorId);
    return this.cursorId !== undefined;
  };

  readonly close = (): void => change({ span: null });

  /** The details go along where they are shown. */
  readonly goTo = (node: SpanNode | undefined): void => {
    if (node === undefined) return;
    if (this.opened !== undefined) return this.open(node.span.spanId);
    this.#seen.moveTo(node.span.spanId);
    change(this.#unfolding(node));
  };

  /** Up and down the rows. */
  readonly move = (step: 1 | -1): void => {
    const index = this.cursor === undefined ? -1 : this.rows.indexOf(this.cursor);
    if (index < 0) this.goTo(this.rows.at(step === 1 ? 0 : -1));
    else this.goTo(this.rows[index + step]);
  };

  /** Opens what is folded, else goes to the first child. */
  readonly enter = (): void => {
    const { cursor } = this;
    if (cursor === undefined) this.goTo(this.rows[0]);
    else if (this.#isClosed(cursor)) this.toggle(cursor);
    else this.goTo(cursor.children[0]);
  };

  /** Folds what is open, else goes to the parent. */
  readonly leave = (): void => {
    const { cursor } = this;
    if (cursor === undefined) return;
    if (cursor.children.length > 0 && !this.#isClosed(cursor)) this.toggle(cursor);
    else this.goTo(cursor.parent);
  };

  readonly toggle = ({ span: { spanId } }: SpanNode): void => {
    const closedIds = new Set(this.#params.closedIds);
    if (!closedIds.delete(spanId)) closedIds.add(spanId);
    change({ closed: closedParam(closedIds) });
  };

  readonly foldAll = (): void => change({ closed: closedParam(new Set(parentIds(this.#model.tree))) });

  readonly unfoldAll = (): void => change({ closed: null });

  readonly zoom = (window: TimeWindow | undefined): void =>
    change({ zoom: window === undefined ? null : windowText(window) });

  readonly find = (text: string): void => change({ find: text });

  /** To the next hit, or the one before. */
  readonly step = (step: 1 | -1): void => this.goTo(nextHit(this.#seen.hits, this.#model.tree, this.cursorId, step));

  #isClosed({ span }: SpanNode): boolean {
    return this.#params.closedIds.has(span.spanId);
  }

  /** Nobody looks at a row that is folded away. */
  #unfolding(node: SpanNode | undefined): { readonly closed?: string | null } {
    const { closedIds } = this.#params;
    const hiding = new Set(node === undefined ? [] : ancestorIds(node));
    const rest = new Set([...closedIds].filter((id) => !hiding.has(id)));
    return rest.size === closedIds.size ? {} : { closed: closedParam(rest) };
  }
}

/** Moving about is no history of its own: Back leaves the trace. */
function change(patch: Readonly<Record<string, string | null>>): void {
  setParams(patch, { replace: true });
}
