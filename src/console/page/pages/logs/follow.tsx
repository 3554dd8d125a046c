/** Whether the newest line is in view; if not, how many have come since, and the way back to them. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { LogRow } from '../../../shapes/index.js';
import { isPaused } from '../../app/live.js';
import { formatCount } from '../../format/count.js';

export interface Follow {
  readonly isFollowing: boolean;
  /** Above what is in view. */
  readonly newCount: number;
  readonly scrolled: (event: Event) => void;
  readonly toNewest: () => void;
}

/** @param rows the newest first */
export function useFollow(rows: readonly LogRow[]): Follow {
  const scroller = useRef<HTMLElement | null>(null);
  /** The newest line when somebody scrolled away from it. */
  const [leftAt, setLeftAt] = useState<number | undefined>(undefined);
  return {
    isFollowing: leftAt === undefined,
    newCount: leftAt === undefined ? 0 : rows.filter(({ sequence }) => sequence > leftAt).length,
    scrolled: ({ target }) => {
      if (!(target instanceof HTMLElement) || target.dataset['scroll'] === undefined) return;
      scroller.current = target;
      const isAtTop = target.scrollTop === 0;
      setLeftAt((before) => (isAtTop ? undefined : (before ?? rows[0]?.sequence)));
    },
    toNewest: () => scroller.current?.scrollTo({ top: 0 }),
  };
}

export function FollowMark({ follow }: { readonly follow: Follow }): JSX.Element {
  if (isPaused.value) return <span class="quiet">Paused</span>;
  if (follow.isFollowing) return <span class="quiet">Following the newest</span>;
  return (
    <button type="button" class="button" onClick={follow.toNewest}>
      {follow.newCount === 0 ? 'Follow the newest' : `${formatCount(follow.newCount)} new`}{' '}
      <span aria-hidden="true">↑</span>
    </button>
  );
}
