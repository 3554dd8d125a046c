/** All log lines of a trace in the order of time. */
import type { JSX } from 'preact';
import { EmptyState } from '../../components/empty-state.js';
import { LogLines } from './log-lines.js';
import type { TraceModel } from './trace-model.js';

interface LogsViewProps {
  readonly model: TraceModel;
  readonly onOpen: (spanId: string) => void;
}

export function LogsView({ model: { detail, lines }, onOpen }: LogsViewProps): JSX.Element {
  if (lines.length === 0)
    return (
      <EmptyState title="No line of this trace is in memory">
        What is logged while a request is handled, by Nest's Logger or by pino, stands here until it has to make room.
      </EmptyState>
    );
  return <LogLines lines={lines} startedAtMs={detail.row.startedAtMs} onOpen={onOpen} />;
}
