/** Things within things, to open and close. Follows https://www.w3.org/WAI/ARIA/apg/patterns/treeview/. */
import type { ComponentChildren, CSSProperties, JSX, TargetedKeyboardEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { ChevronIcon } from './icons.js';
import { moveInTree, visibleItems, type TreeItem, type VisibleItem } from './tree-items.js';
import './tree.css';

interface TreeProps {
  readonly label: string;
  readonly items: readonly TreeItem[];
  readonly selectedId?: string | null;
  readonly onSelect?: (id: string) => void;
  /** Open from the start; all are without it. */
  readonly openIds?: readonly string[];
  /** What stands in a row; its title without one. */
  readonly renderItem?: (item: TreeItem) => ComponentChildren;
}

export function Tree({ label, items, selectedId = null, onSelect, openIds, renderItem }: TreeProps): JSX.Element {
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const element = useRef<HTMLDivElement>(null);
  const isOpen = (id: string): boolean => (openIds?.includes(id) ?? true) !== flipped.has(id);
  const flip = (id: string): void => setFlipped(toggled(flipped, id));
  const rows = visibleItems(items, isOpen);
  const tabStop =
    rows.find(({ item }) => item.id === focusedId) ?? rows.find(({ item }) => item.id === selectedId) ?? rows[0];

  const press = (event: TargetedKeyboardEvent<HTMLDivElement>): void => {
    if (tabStop === undefined) return;
    const move = moveInTree(event.key, rows, tabStop);
    if (move === undefined) return;
    event.preventDefault();
    if ('flip' in move) return flip(move.flip);
    if ('open' in move) return onSelect?.(move.open);
    setFocusedId(move.focus);
    element.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(move.focus)}"]`)?.focus();
  };
  return (
    <div class="tree" role="tree" aria-label={label} ref={element} onKeyDown={press}>
      {rows.map((row) => (
        <TreeRow
          key={row.item.id}
          row={row}
          isSelected={row.item.id === selectedId}
          isTabStop={row === tabStop}
          onPress={() => {
            setFocusedId(row.item.id);
            if (row.isParent) flip(row.item.id);
            else onSelect?.(row.item.id);
          }}
        >
          {renderItem?.(row.item) ?? row.item.title}
        </TreeRow>
      ))}
    </div>
  );
}

interface TreeRowProps {
  readonly row: VisibleItem;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

function TreeRow({ row, isSelected, isTabStop, onPress, children }: TreeRowProps): JSX.Element {
  return (
    <div
      class="tree-item"
      role="treeitem"
      data-id={row.item.id}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.isParent ? row.isOpen : undefined}
      aria-selected={isSelected}
      tabIndex={isTabStop ? 0 : -1}
      style={{ '--level': String(row.level - 1) } as CSSProperties}
      onClick={onPress}
    >
      <span class="tree-mark">{row.isParent ? <ChevronIcon /> : null}</span>
      <span class="tree-text">{children}</span>
    </div>
  );
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
