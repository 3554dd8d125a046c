/** A tree as the rows that are seen, and where a key leads in it. */
import type { ComponentChildren } from 'preact';

export interface TreeItem {
  readonly id: string;
  readonly title: ComponentChildren;
  readonly items?: readonly TreeItem[];
}

export interface VisibleItem {
  readonly item: TreeItem;
  /** 1 for the outermost. */
  readonly level: number;
  readonly parentId: string | null;
  readonly position: number;
  readonly siblings: number;
  readonly isParent: boolean;
  readonly isOpen: boolean;
}

export type TreeMove = { readonly focus: string } | { readonly flip: string } | { readonly open: string };

export function visibleItems(
  items: readonly TreeItem[],
  isOpen: (id: string) => boolean,
  level = 1,
  parentId: string | null = null,
): readonly VisibleItem[] {
  return items.flatMap((item, index) => {
    const isParent = (item.items?.length ?? 0) > 0;
    const row = {
      item,
      level,
      parentId,
      position: index + 1,
      siblings: items.length,
      isParent,
      isOpen: isOpen(item.id),
    };
    return isParent && row.isOpen ? [row, ...visibleItems(item.items ?? [], isOpen, level + 1, item.id)] : [row];
  });
}

/** Undefined where the key means nothing. */
export function moveInTree(key: string, rows: readonly VisibleItem[], current: VisibleItem): TreeMove | undefined {
  const at = rows.indexOf(current);
  const focus = (row: VisibleItem | undefined): TreeMove | undefined => row && { focus: row.item.id };
  const { item, isParent, isOpen, parentId } = current;
  if (key === 'ArrowDown') return focus(rows[at + 1]);
  if (key === 'ArrowUp') return focus(rows[at - 1]);
  if (key === 'Home') return focus(rows[0]);
  if (key === 'End') return focus(rows.at(-1));
  if (key === 'ArrowRight' && isParent) return isOpen ? focus(rows[at + 1]) : { flip: item.id };
  if (key === 'ArrowLeft')
    return isParent && isOpen ? { flip: item.id } : parentId === null ? undefined : { focus: parentId };
  if (key === 'Enter' || key === ' ') return isParent ? { flip: item.id } : { open: item.id };
  return undefined;
}
