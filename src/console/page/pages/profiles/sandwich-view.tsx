/** One function between who called it and what it called. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { EmptyState } from '../../components/empty-state.js';
import type { Flame } from './flame.js';
import { FramePlace } from './flame-detail.js';
import { FlameGraph } from './flame-graph.js';
import { FunctionRows } from './function-table.js';
import type { ProfileModel } from './profile-model.js';
import type { ViewProps } from './profile-view.js';
import { sandwich } from './sandwich.js';
import { wholeRange } from './zoom.js';

/** The rest is a search away. */
const SHOWN_FUNCTIONS = 100;

export function SandwichView({ model, found, frame, onFrame }: ViewProps): JSX.Element {
  const chosen = frame ?? model.hottest;
  if (chosen === undefined) return <EmptyState title="Nothing ran while this profile was taken" />;
  return (
    <div class="profiles-sandwich">
      <FunctionRows model={model} found={found} chosen={chosen} onChoose={onFrame} maxRows={SHOWN_FUNCTIONS} />
      <Layers key={chosen} model={model} found={found} frame={chosen} onFrame={onFrame} />
    </div>
  );
}

interface LayersProps extends ViewProps {
  readonly frame: number;
}

function Layers({ model, found, frame, onFrame }: LayersProps): JSX.Element {
  const { callers, callees, total, self } = useMemo(() => sandwich(model.tree, frame), [model, frame]);
  return (
    <div class="profiles-layers">
      <Layer title="Callers" flame={callers} isUpward model={model} found={found} onFrame={onFrame} />
      <p class="profiles-middle">
        <strong class="mono">{model.nameOf(frame)}</strong>
        <FramePlace model={model} frame={frame} />
        <span class="number">
          {model.format(total)} in all, {model.share(total)}
        </span>
        <span class="number">{model.format(self)} in itself</span>
      </p>
      <Layer title="Callees" flame={callees} model={model} found={found} onFrame={onFrame} />
    </div>
  );
}

interface LayerProps extends Omit<ViewProps, 'frame'> {
  readonly title: 'Callers' | 'Callees';
  readonly model: ProfileModel;
  readonly flame: Flame;
  readonly isUpward?: boolean;
}

function Layer({ title, flame, isUpward = false, ...view }: LayerProps): JSX.Element {
  const [range, setRange] = useState(wholeRange(flame.whole));
  const none = isUpward ? 'Nothing called it: the event loop did' : 'It calls nothing';
  return (
    <section aria-label={title}>
      <h2 class="quiet">{title}</h2>
      {flame.rows.length === 0 ? (
        <p class="profiles-none">{none}</p>
      ) : (
        <FlameGraph
          {...view}
          label={title}
          flame={flame}
          frame={undefined}
          range={range}
          onRange={setRange}
          isUpward={isUpward}
        />
      )}
    </section>
  );
}
