/** The queries of a real application, over all its traces: which one ran most, and where it was slowest. */
import { Controller, Get, Param } from '@nestjs/common';
import { DatabaseInstrument } from 'nestjs-observability/instruments';
import type { SpanGroupsAnswer, TracesAnswer } from '../../src/console/shapes/index.js';
import { closeApplications, platforms } from '../support/application.js';
import { openDesk, type Desk } from './open-desk.js';

@Controller('orders')
class OrdersController {
  constructor(private readonly database: DatabaseInstrument) {}

  /** As many look-ups as the path says, and one list. */
  @Get(':count')
  async find(@Param('count') count: string): Promise<void> {
    const query = (statement: string): Promise<void> =>
      this.database.query({ system: 'postgresql', statement }, () => Promise.resolve());
    await query('SELECT * FROM orders');
    for (let at = 0; at < Number(count); at++) await query('SELECT id FROM items WHERE id = $1');
  }
}

afterEach(closeApplications);

describe.each(platforms)('The queries of an application on %s', (platform) => {
  it('are counted over all traces, also those that one span stands for', async () => {
    const desk = await openDesk({ platform, controllers: [OrdersController] });
    await desk.visit(['/orders/3', '/orders/40', '/orders/1']);

    expect(await countsOf(desk)).toEqual({ 'SELECT id FROM items WHERE id = $1': 44, 'SELECT * FROM orders': 3 });
    expect(await countsOf(desk, { q: 'spans<6' })).toEqual({
      'SELECT id FROM items WHERE id = $1': 1,
      'SELECT * FROM orders': 1,
    });
  });

  it('belong to traces whose order is that of all, not of a page', async () => {
    const desk = await openDesk({ platform, controllers: [OrdersController] });
    await desk.visit(['/orders/1', '/orders/9', '/orders/2']);

    const { rows, hasMore } = await desk.console.read<TracesAnswer>('traces', { sort: 'spans', limit: '1' });

    const { rows: all } = await desk.console.read<TracesAnswer>('traces');
    expect(rows.map(({ spanCount }) => spanCount)).toEqual([Math.max(...all.map(({ spanCount }) => spanCount))]);
    expect([all.length, hasMore]).toEqual([3, true]);
  });
});

/** By statement. */
async function countsOf(desk: Desk, params: Readonly<Record<string, string>> = {}): Promise<Record<string, number>> {
  const { groups } = await desk.console.read<SpanGroupsAnswer>('span-groups', params);
  const queries = groups.filter(({ kind }) => kind === 'database.query');
  return Object.fromEntries(queries.map(({ statement, count }) => [statement ?? '', count]));
}
