/** What happened when: calls as they came, and above them the operation that each moment belonged to. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { FlameGraph } from './flame-graph.js';
import type { ViewProps } from './profile-view.js';
import { SpanStrip } from './span-strip.js';
import { spanSlices, timeOrder } from './time-order.js';
import { wholeRange } from './zoom.js';

export function TimeOrderView({ model, found, frame, onFrame }: ViewProps): JSX.Element {
  const samples = model.samples!;
  const flame = useMemo(() => timeOrder(model.tree, samples), [model]);
  const slices = useMemo(() => spanSlices(samples), [model]);
  const [range, setRange] = useState(wholeRange(flame.whole));
  return (
    <>
      <SpanStrip slices={slices} model={model} range={range} />
      <FlameGraph
        label="Flame graph in the order of time"
        flame={flame}
        model={model}
        found={found}
        frame={frame}
        range={range}
        onRange={setRange}
        onFrame={onFrame}
      />
    </>
  );
}
