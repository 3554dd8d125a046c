/** Log lines of a trace in the order of time, each with how far into the trace it was. */
import type { JSX } from 'preact';
import type { LogRow } from '../../../shapes/index.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatDuration } from '../../format/duration.js';
import './log-lines.css';

interface LogLinesProps {
  readonly lines: readonly LogRow[];
  readonly startedAtMs: number;
  /** Leads to the span in which a line was written. */
  readonly onOpen?: (spanId: string) => void;
}

export function LogLines({ lines, startedAtMs, onOpen }: LogLinesProps): JSX.Element {
  return (
    <ol class="log-lines">
      {lines.map((line) => (
        <li key={line.sequence} class={`is-${line.level}`}>
          <span class="log-lines-time number quiet">{formatDuration(line.timeMs - startedAtMs)}</span>
          <span class="log-lines-level">
            <StatusMark status={line.level} /> {line.level}
          </span>
          <Message line={line} onOpen={onOpen} />
        </li>
      ))}
    </ol>
  );
}

function Message({ line, onOpen }: { readonly line: LogRow; readonly onOpen: LogLinesProps['onOpen'] }): JSX.Element {
  const { spanId, target, message, fields } = line;
  const rest = Object.keys(fields).length === 0 ? '' : JSON.stringify(fields);
  return (
    <div class="log-lines-text">
      {onOpen === undefined || spanId === null ? (
        message
      ) : (
        <button type="button" class="log-lines-open" title="Show its span" onClick={() => onOpen(spanId)}>
          {message}
        </button>
      )}
      <span class="quiet mono log-lines-rest">
        {target} {rest}
      </span>
    </div>
  );
}
