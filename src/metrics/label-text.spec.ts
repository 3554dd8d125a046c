import { Diagnostics } from '../kernel/index.js';
import { LabelText, type DefaultLabels } from './label-text.js';
import { SeriesTable } from './series-limit.js';

function tableOf(labelNames: readonly string[], series: readonly (readonly string[])[]) {
  const limits = { maxSeries: 100, maxLabelValues: 100, labelLimits: new Map<string, number>() };
  const budget = { metric: 'm', limits, diagnostics: new Diagnostics(), seriesCount: 0 };
  const table = new SeriesTable(labelNames, budget, (_values, row) => ({ row }));
  for (const values of series) table.find(values);
  return table;
}

function textsOf(table: ReturnType<typeof tableOf>, defaultLabels: DefaultLabels = {}, start?: string): string[] {
  const text = new LabelText(table, defaultLabels, start);
  return table.leaves.map(({ row }) => text.append('', row));
}

describe('Labels as text', () => {
  it.each([
    [{}, 'up ', 'up', '{'],
    [{ zone: 'a"b' }, 'up{zone="a\\"b"} ', 'up{zone="a\\"b"', ','],
  ] as const)('of series without labels of their own are the default labels %j', (defaultLabels, whole, open, next) => {
    const text = new LabelText(tableOf([], [[]]), defaultLabels, 'up');

    expect(text.append('\n', 0)).toBe(`\n${whole}`);
    expect(text.open('\n', 0)).toBe(`\n${open}`);
    expect(text.next).toBe(next);
  });

  it('stand in the order of their names before default labels, of which a label of the series wins', () => {
    const table = tableOf(['path', 'zone'], [['/a', 'b']]);
    const text = new LabelText(table, { zone: 'default', region: 'eu' }, 'calls');

    expect(text.append('\n', 0)).toBe('\ncalls{path="/a",zone="b",region="eu"} ');
    expect(text.open('\n', 0)).toBe('\ncalls{path="/a",zone="b",region="eu"');
    expect(text.next).toBe(',');
    expect(textsOf(table)).toEqual(['{path="/a",zone="b"} ']);
  });

  it('are the same, whether few or many series share a value, and each time they are asked for', () => {
    const paths = ['/a', '/b\n', '/c', '/d'];
    const methods = ['GET', 'P"T'];
    const series = paths.flatMap((path) =>
      methods.flatMap((method) => ['1', '2', '3'].map((id) => [path, method, id])),
    );
    const table = tableOf(['path', 'method', 'id'], series);
    const escaped = series.map(([path, method, id]) => [path!.replace('\n', '\\n'), method!.replace('"', '\\"'), id]);
    const text = new LabelText(table, {});
    const rows = table.leaves.map(({ row }) => row);

    const expected = escaped.map(([path, method, id]) => `{path="${path}",method="${method}",id="${id}"} `);
    expect(rows.toReversed().map((row) => text.append('', row))).toEqual(expected.toReversed());
    expect(rows.map((row) => text.append('', row))).toEqual(expected);
    expect(rows.map((row) => text.open('', row))).toEqual(expected.map((line) => line.slice(0, -2)));
  });

  it('are those of the value that took the place of one that is gone', () => {
    const series = ['1', '2', '3', '4'].map((id) => ['old', id]);
    const table = tableOf(['path', 'id'], series);
    const text = new LabelText(table, {});
    const texts = () => table.leaves.map(({ row }) => text.append('', row)).toSorted();
    const before = texts();

    for (const values of series) table.remove(values);
    for (const [, id] of series) table.find(['new', id!]);

    expect(before).toEqual(series.map(([, id]) => `{path="old",id="${id}"} `));
    expect(texts()).toEqual(series.map(([, id]) => `{path="new",id="${id}"} `));
  });
});
