import { budgetTable } from '../../bench/report/budget-table.js';
import { markdownTable, textTable } from '../../bench/report/table.js';
import { budgets, type Budget } from '../../bench/report/budgets.js';
import { byId, figure } from './measured-example.js';

const rows: readonly Budget[] = [
  {
    title: 'metrics, on ÷ off',
    part: 'requests',
    limits: [
      { figure: 'metrics.express', atMost: 1.03, stretch: 1.01, label: 'Express' },
      { figure: 'metrics.fastify', atMost: 1.05, stretch: 1.01, label: 'Fastify' },
    ],
    field: [{ name: 'by hand', figures: ['hand.express', 'hand.fastify'] }],
  },
  { title: 'the desk', part: 'desk', limits: [{ figure: 'desk.cost', atMost: 1.02, resolution: 0.01 }] },
];

const onNode24 = {
  nodeMajor: 24,
  figures: byId([
    figure('metrics.express', 1.0123),
    figure('metrics.fastify', 1.06),
    figure('hand.express', 1.76),
    figure('hand.fastify', 39.04),
  ]),
};
const onNode20 = { nodeMajor: 20, figures: byId([figure('desk.cost', 1.01)]) };

describe('the table of budgets', () => {
  it('sets budget, every Node and the field beside each other, and says what is missed', () => {
    expect(budgetTable([onNode24, onNode20], rows)).toEqual({
      header: ['figure', 'budget', 'Node 24', 'Node 20', 'the field, measured beside it'],
      rows: [
        [
          'metrics, on ÷ off (Express / Fastify)',
          '≤ 1.03 / 1.05; stretch 1.01',
          '1.012 / 1.060 missed',
          '–',
          'by hand 1.760 / 39.0',
        ],
        ['the desk', '≤ 1.02 ± 0.01', '–', '1.010', '–'],
      ],
    });
  });

  it('has a row per budget before anything was measured', () => {
    expect(budgetTable([]).rows).toHaveLength(budgets.length);
  });

  it('is Markdown for documents, whose cells may contain bars', () => {
    expect(markdownTable({ header: ['a', 'b'], rows: [['x | y', '1']] })).toBe(
      '| a | b |\n| --- | --- |\n| x \\| y | 1 |',
    );
  });

  it('has aligned columns on a terminal', () => {
    expect(textTable({ header: ['figure', 'b'], rows: [['x', '1.03']] })).toBe('figure  b\n------  ----\nx       1.03');
  });
});
