import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { Attributes, OperationStart } from './operation.js';
import { isLongLived, Operation } from './operation.js';
import { OperationPipeline } from './operation-pipeline.js';

const pipeline = new OperationPipeline();
const operationOf = (start: Partial<OperationStart> = {}, parent?: Operation): Operation =>
  new Operation(pipeline, { kind: 'method', name: 'Shop.sell', ...start }, ROOT_CONTEXT, parent, 100);

describe('an operation', () => {
  it('is of nothing but its kind and name where no more is known', () => {
    const { isRoot, labels, attributes, scope, isEnded, isSilent, durationMs, parent } = operationOf();

    expect({ isRoot, labels, attributes, scope, isEnded, isSilent, durationMs, parent }).toEqual({
      isRoot: false,
      labels: [],
      attributes: undefined,
      scope: {},
      isEnded: false,
      isSilent: false,
      durationMs: 0,
      parent: undefined,
    });
  });

  it('shares the scope of its parent, unless it has its own', () => {
    const parent = operationOf({ scope: { requestId: 'r1' } });

    expect(operationOf({}, parent).scope).toBe(parent.scope);
    expect(operationOf({ scope: { requestId: 'r2' } }, parent).scope).toEqual({ requestId: 'r2' });
  });

  it('lasts from one reading of the clock to the other, which may be the same', () => {
    const operation = operationOf({ isRoot: true });
    operation.endedAtMs = 107;
    operation.outcome = 'canceled';

    expect([operation.durationMs, operation.isEnded, operation.isRoot]).toEqual([7, true, true]);
    operation.endedAtMs = 0;
    expect(operation.durationMs).toBe(-100);
  });

  it('is described by its subject, and by what was added, the later value first', () => {
    const attributes: Attributes = { 'order.id': '17', 'order.items': 1 };
    const subject = { attributes: () => ({ 'order.items': 3, 'order.gift': true }) };
    const [bare, given, told, both] = [{}, { attributes }, { subject }, { attributes, subject }].map((start) =>
      operationOf(start),
    ) as [Operation, Operation, Operation, Operation];

    expect([bare, given, told, both].map((operation) => operation.describe())).toEqual([
      {},
      { 'order.id': '17', 'order.items': 1 },
      { 'order.items': 3, 'order.gift': true },
      { 'order.id': '17', 'order.items': 1, 'order.gift': true },
    ]);
    bare.annotate({ a: 1 });
    given.annotate({ 'order.items': 2 });
    expect([bare.attributes, given.attributes]).toEqual([{ a: 1 }, { 'order.id': '17', 'order.items': 2 }]);
    expect(attributes).toEqual({ 'order.id': '17', 'order.items': 1 });
  });
});

it('what lasts as long as somebody wants it to is long-lived, and no request is', () => {
  const lasting = ['websocket.connection', 'sse.stream', 'session', 'connection', 'child.process', 'journey.stage'];

  expect(lasting.filter((kind) => !isLongLived(kind as never))).toEqual([]);
  expect((['http.server', 'websocket.message', 'method', 'queue.process'] as const).filter(isLongLived)).toEqual([]);
});
