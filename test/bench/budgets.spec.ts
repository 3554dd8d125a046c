import { budgets, budgetsOf, limitOf } from '../../bench/report/budgets.js';

const limits = budgets.flatMap((budget) => budget.limits);

describe('the budgets', () => {
  it('limit every figure once', () => {
    const ids = limits.map(({ figure }) => figure);

    expect(new Set(ids).size).toBe(ids.length);
  });

  it('hold a stretch below what is promised', () => {
    const stretched = limits.filter(({ stretch }) => stretch !== undefined);

    expect(stretched.map(({ figure, atMost, stretch }) => ({ figure, isBelow: stretch! < atMost }))).toEqual([
      { figure: 'requests.full.express', isBelow: true },
      { figure: 'requests.full.fastify', isBelow: true },
    ]);
  });

  it('set the field beside each limit of a row, or one figure beside all', () => {
    const uneven = budgets.filter(({ limits: own, field = [] }) =>
      field.some(({ figures }) => figures.length !== own.length && figures.length !== 1),
    );

    expect(uneven).toEqual([]);
  });

  it('are found by part and by figure', () => {
    expect(budgetsOf(['desk']).flatMap((budget) => budget.limits)).toEqual([{ figure: 'desk.cost', atMost: 1.02 }]);
    expect(limitOf('requests.metrics.fastify')).toMatchObject({ atMost: 1.05, label: 'Fastify' });
    expect(limitOf('requests.unknown')).toBeUndefined();
  });
});
