/** What a table decides without a browser: which columns fold, and in which order its rows stand. */
import type { Column } from './data-table.js';
import { foldColumns } from './fold-columns.js';
import { nextOrder, readOrder, sortedRows, writeOrder } from './sort-rows.js';

interface Row {
  readonly name: string;
  readonly ms: number | null;
}

const column = (id: string, others: Partial<Column<Row>> = {}): Column<Row> => ({
  id,
  title: id,
  render: () => null,
  ...others,
});
const columns = [
  column('time', { width: 90, keep: true }),
  column('name'),
  column('ms', { width: 80 }),
  column('bar', { width: 100, title: '' }),
];
const ids = (list: readonly Column<Row>[]): readonly string[] => list.map(({ id }) => id);

describe('columns of a table', () => {
  it('stand side by side where there is room, and before the room is known', () => {
    for (const width of [0, 1_000]) {
      const { kept, folded, template } = foldColumns(columns, width);

      expect([ids(kept), ids(folded), template]).toEqual([
        ['time', 'name', 'ms', 'bar'],
        [],
        '90px minmax(0, 1fr) 80px 100px',
      ]);
    }
  });

  it('fold from the right, but for decoration, which goes; what the row is about stays', () => {
    const { kept, folded } = foldColumns(columns, 300);
    const narrow = foldColumns(columns, 100);

    expect([ids(kept), ids(folded)]).toEqual([['time', 'name'], ['ms']]);
    expect([ids(narrow.kept), ids(narrow.folded)]).toEqual([['name'], ['time', 'ms']]);
  });
});

describe('rows of a table', () => {
  const rows: readonly Row[] = [
    { name: 'b', ms: 2 },
    { name: 'a', ms: null },
    { name: 'c', ms: 10 },
  ];
  const named = (list: readonly Row[]): string => list.map(({ name }) => name).join('');
  const sortable = [column('name', { sortable: (row) => row.name }), column('ms', { sortable: true })];

  it.each([
    ['ms', true, 'cba'],
    ['ms', false, 'bca'],
    ['name', false, 'abc'],
    ['other', false, 'bac'],
  ])('are sorted by %s, descending %p, as %s: those without a value last', (columnId, isDescending, expected) => {
    expect(named(sortedRows(rows, sortable, { columnId, isDescending }))).toBe(expected);
  });

  it('go through the largest first, the smallest first, and as they came', () => {
    const first = nextOrder(undefined, 'ms');
    const second = nextOrder(first, 'ms');

    expect([first, second, nextOrder(second, 'ms'), nextOrder(first, 'name')]).toEqual([
      { columnId: 'ms', isDescending: true },
      { columnId: 'ms', isDescending: false },
      undefined,
      { columnId: 'name', isDescending: true },
    ]);
  });
});

it('An order of rows survives its way through an address', () => {
  const orders = [undefined, { columnId: 'count', isDescending: true }, { columnId: 'p95Ms', isDescending: false }];

  expect(orders.map((order) => readOrder(writeOrder(order)))).toEqual(orders);
});
