/** How a check went since the start: high where it failed, a line where it was well, dotted where nobody knew. */
import type { CSSProperties, JSX } from 'preact';
import { formatDuration } from '../../format/duration.js';
import { formatShare } from '../../format/count.js';
import { formatSeconds } from '../../format/time.js';
import { shareUp, stripSegments, type StripHistory, type StripSegment } from './strip-segments.js';

interface HistoryStripProps {
  readonly history: StripHistory;
  readonly startedAtMs: number;
  readonly nowMs: number;
}

export function HistoryStrip({ history, startedAtMs, nowMs }: HistoryStripProps): JSX.Element {
  const segments = stripSegments(history, startedAtMs, nowMs);
  return (
    <span class="health-strip" role="img" aria-label={labelOf(segments)}>
      {segments.map((segment) => (
        <StripPiece key={segment.fromMs} segment={segment} />
      ))}
    </span>
  );
}

function StripPiece({ segment }: { readonly segment: StripSegment }): JSX.Element {
  const { state, fromMs, toMs, start, size } = segment;
  const title = `${state} from ${formatSeconds(fromMs)} for ${formatDuration(toMs - fromMs)}`;
  const place = { '--start': String(start), '--size': String(size) } as CSSProperties;
  return <span class={`health-strip-piece health-strip-${state}`} style={place} title={title} />;
}

function labelOf(segments: readonly StripSegment[]): string {
  const share = shareUp(segments);
  const changes = segments.length - 1;
  if (share === null) return 'Not known since the start';
  return `Up ${formatShare(share)} of the time, ${changes === 1 ? '1 change' : `${changes} changes`}`;
}
