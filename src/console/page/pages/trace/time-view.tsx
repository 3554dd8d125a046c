/** The spans over time, as a waterfall or as a flame graph, with what finds, folds and zooms. */
import type { JSX } from 'preact';
import { useKeys } from '../../app/keyboard.js';
import { FindBar } from './find-bar.js';
import { FlameView } from './flame-view.js';
import { Minimap } from './minimap.js';
import type { SpanNode } from './span-tree.js';
import type { TraceModel } from './trace-model.js';
import type { TraceParams } from './trace-params.js';
import type { TraceViewState } from './use-trace-view.js';
import { Waterfall } from './waterfall.js';

export interface TimeViewProps {
  readonly model: TraceModel;
  readonly params: TraceParams;
  readonly view: TraceViewState;
}

export function TimeView(props: TimeViewProps): JSX.Element {
  const { model, params, view } = props;
  const isFlame = params.view === 'flame';
  useKeys({ 0: () => view.zoom(undefined) }, { 0: 'The whole time' });
  return (
    <div class="trace-time">
      <div class="trace-tools">
        <FindBar
          text={params.find}
          position={view.hitPosition}
          hitCount={view.hitIds.size}
          onText={view.find}
          onStep={view.step}
        />
        {isFlame ? null : <Folding view={view} />}
      </div>
      <Minimap model={model} window={view.window} onZoom={view.zoom} />
      {isFlame ? <KeyedFlame {...props} /> : <KeyedWaterfall {...props} />}
    </div>
  );
}

function KeyedWaterfall({ model, params, view }: TimeViewProps): JSX.Element {
  const [up, down] = [() => view.move(-1), () => view.move(1)];
  useKeys(
    { Up: up, k: up, Down: down, j: down, Left: view.leave, Right: view.enter, Enter: view.openCursor },
    {
      Up: 'Span above',
      Down: 'Span below',
      Left: 'Fold, or to the parent',
      Right: 'Unfold, or to the first child',
      Enter: 'Details of the span',
    },
  );
  return (
    <Waterfall
      model={model}
      rows={view.rows}
      window={view.window}
      closedIds={params.closedIds}
      hitIds={view.hitIds}
      cursorId={view.cursorId}
      onToggle={view.toggle}
      onOpen={({ span }) => view.open(span.spanId)}
      onZoom={view.zoom}
    />
  );
}

function KeyedFlame({ model, view }: TimeViewProps): JSX.Element {
  const { cursor } = view;
  const siblings = cursor?.parent?.children ?? model.tree.roots;
  const go = (node: SpanNode | undefined): void => view.goTo(cursor === undefined ? model.tree.roots[0] : node);
  const beside = (step: 1 | -1): void => go(cursor && siblings[siblings.indexOf(cursor) + step]);
  useKeys(
    {
      Up: () => go(cursor?.parent),
      Down: () => go(cursor?.children[0]),
      Left: () => beside(-1),
      Right: () => beside(1),
      Enter: view.openCursor,
    },
    { Up: 'Parent', Down: 'First child', Left: 'Span before', Right: 'Span after', Enter: 'Details of the span' },
  );
  return (
    <FlameView
      model={model}
      window={view.window}
      hitIds={view.hitIds}
      cursorId={view.cursorId}
      onOpen={({ span }) => view.open(span.spanId)}
      onZoom={view.zoom}
    />
  );
}

function Folding({ view }: { readonly view: TraceViewState }): JSX.Element {
  return (
    <div class="trace-folding">
      <button type="button" class="button" onClick={view.foldAll}>
        Fold all
      </button>
      <button type="button" class="button" onClick={view.unfoldAll}>
        Unfold all
      </button>
    </div>
  );
}
