/** Where most of it went: the same calls are one box, the heaviest leftmost. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { FlameGraph } from './flame-graph.js';
import { leftHeavy } from './left-heavy.js';
import type { ViewProps } from './profile-view.js';
import { wholeRange } from './zoom.js';

export function LeftHeavyView({ model, found, frame, onFrame }: ViewProps): JSX.Element {
  const flame = useMemo(() => leftHeavy(model.tree), [model]);
  const [range, setRange] = useState(wholeRange(flame.whole));
  return (
    <FlameGraph
      label="Flame graph, left heavy"
      flame={flame}
      model={model}
      found={found}
      frame={frame}
      range={range}
      onRange={setRange}
      onFrame={onFrame}
    />
  );
}
