import { Operation, OperationPipeline, type OperationKind } from '../kernel/index.js';
import { ActivityTable, NO_ACTIVITY } from './activity-table.js';

const pipeline = new OperationPipeline({
  handlers: [{ name: 'any', handles: () => true, wants: () => false }],
});
const start = (kind: OperationKind, name: string, parent?: Operation): Operation =>
  pipeline.start({ kind, name, ...(parent && { context: parent.context }) });

describe('The operations of a profile', () => {
  it('have the names they end with, and that of the request around them', () => {
    const table = new ActivityTable();
    const request = start('http.server', 'GET');
    const call = start('method', 'Orders.find', request);

    const number = table.numberOf(call);
    pipeline.end(call, { outcome: 'ok' });
    table.ended(call);
    request.name = 'GET /orders/:id';
    pipeline.end(request, { outcome: 'ok' });
    table.ended(request);

    expect(table.numberOf(call)).toBe(number);
    expect(table.activity(number)).toEqual({
      operation: { kind: 'method', name: 'Orders.find' },
      entry: { kind: 'http.server', name: 'GET /orders/:id' },
    });
  });

  it('that run on have the name they have, those that were over before they were met, too', () => {
    const table = new ActivityTable();
    const running = start('schedule.run', 'cleanup');
    const over = start('http.server', 'GET /orders');
    pipeline.end(over, { outcome: 'ok' });

    const numbers = [running, over].map((operation) => table.numberOf(operation));
    table.close();

    expect(numbers.map((number) => table.activity(number)?.entry.name)).toEqual(['cleanup', 'GET /orders']);
    expect(table.activity(NO_ACTIVITY)).toBeUndefined();
  });

  it('are no more than so many', () => {
    const table = new ActivityTable();

    while (!table.isFull) table.numberOf(start('method', 'call'));

    expect(table.numberOf(start('method', 'one more'))).toBe(NO_ACTIVITY);
  });
});
