import { moveInTree, visibleItems } from './tree-items.js';

const items = [
  { id: 'http', title: 'http', items: [{ id: 'total', title: 'total' }] },
  { id: 'node', title: 'node', items: [{ id: 'heap', title: 'heap' }] },
];
const rowsWith = (...openIds: string[]) => visibleItems(items, (id) => openIds.includes(id));

describe('a tree', () => {
  it('shows what lies in open items, and says where each stands', () => {
    expect(
      rowsWith('node').map(({ item, level, parentId, position, siblings, isParent, isOpen }) => [
        item.id,
        level,
        parentId,
        position,
        siblings,
        isParent,
        isOpen,
      ]),
    ).toEqual([
      ['http', 1, null, 1, 2, true, false],
      ['node', 1, null, 2, 2, true, true],
      ['heap', 2, 'node', 1, 1, false, false],
    ]);
  });

  it.each([
    ['ArrowDown', 'http', { focus: 'node' }],
    ['ArrowUp', 'http', undefined],
    ['ArrowRight', 'http', { flip: 'http' }],
    ['ArrowRight', 'node', { focus: 'heap' }],
    ['ArrowLeft', 'node', { flip: 'node' }],
    ['ArrowLeft', 'heap', { focus: 'node' }],
    ['ArrowLeft', 'http', undefined],
    ['End', 'http', { focus: 'heap' }],
    ['Home', 'heap', { focus: 'http' }],
    ['Enter', 'heap', { open: 'heap' }],
    [' ', 'node', { flip: 'node' }],
    ['x', 'node', undefined],
  ])('goes by %s from %s to %j', (key, from, move) => {
    const rows = rowsWith('node');
    const current = rows.find(({ item }) => item.id === from)!;

    expect(moveInTree(key, rows, current)).toEqual(move);
  });
});
