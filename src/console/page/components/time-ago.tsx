/** How long ago something was, and when exactly to whoever points at it. */
import type { JSX } from 'preact';
import { useNow } from '../app/clock.js';
import { formatAgo, formatDateTime } from '../format/time.js';

export function TimeAgo({ timeMs }: { readonly timeMs: number }): JSX.Element {
  const now = useNow();
  return (
    <time class="number" dateTime={new Date(timeMs).toISOString()} title={formatDateTime(timeMs)}>
      {formatAgo(timeMs, now.value)}
    </time>
  );
}
