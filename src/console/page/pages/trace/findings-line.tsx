/** Why a trace failed and where its time went, in a line each that leads to the span. */
import type { JSX } from 'preact';
import { StatusMark } from '../../components/status-mark.js';
import { formatShare } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import { failureOf, shareOfTrace, slowestPartOf } from './trace-findings.js';
import type { TraceModel } from './trace-model.js';

interface FindingsLineProps {
  readonly model: TraceModel;
  readonly onOpen: (spanId: string) => void;
}

export function FindingsLine({ model, onOpen }: FindingsLineProps): JSX.Element {
  const { tree, criticalIds, extent } = model;
  const failure = failureOf(tree)?.span;
  const slowest = slowestPartOf(tree, criticalIds)?.span;
  return (
    <div class="trace-findings">
      {failure === undefined ? null : (
        <p>
          <StatusMark status="error" /> <SpanButton name={failure.name} onPress={() => onOpen(failure.spanId)} />{' '}
          <span class="trace-errors">{failure.statusMessage ?? 'failed'}</span>
        </p>
      )}
      {slowest === undefined ? null : (
        <p class="quiet">
          Longest by itself on the critical path:{' '}
          <SpanButton name={slowest.name} onPress={() => onOpen(slowest.spanId)} />,{' '}
          <strong class="number">{formatDuration(slowest.selfMs)}</strong>,{' '}
          {formatShare(shareOfTrace(slowest.selfMs, extent))} of the whole
        </p>
      )}
    </div>
  );
}

function SpanButton({ name, onPress }: { readonly name: string; readonly onPress: () => void }): JSX.Element {
  return (
    <button type="button" class="trace-span-button" title="Show this span" onClick={onPress}>
      {name}
    </button>
  );
}
