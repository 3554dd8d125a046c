import { context, createContextKey, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { ensureContextManager } from './context-manager.js';
import { Diagnostics } from './diagnostics.js';
import {
  currentOperation,
  enterOperation,
  entryOf,
  isSilent,
  leaveOperation,
  operationIn,
  parentIn,
  spanIn,
} from './operation-context.js';
import type { Operation, OperationStart } from './operation.js';
import { OperationPipeline } from './operation-pipeline.js';

beforeAll(ensureContextManager);

const newPipeline = (): OperationPipeline =>
  new OperationPipeline({
    handlers: [{ name: 'interested', handles: () => true }],
    diagnostics: new Diagnostics(() => undefined),
  });
const work = { kind: 'method', name: 'Shop.sell' } as const;
const span = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });

/** Each inside of the one before. */
function nested(...starts: readonly Partial<OperationStart>[]): Operation[] {
  const pipeline = newPipeline();
  let ambient = ROOT_CONTEXT;
  return starts.map((start) => {
    const operation = pipeline.start({ ...work, context: ambient, ...start });
    ambient = operation.context;
    return operation;
  });
}

function end(...operations: readonly Operation[]): void {
  for (const operation of operations) operation.pipeline.end(operation, { outcome: 'ok' });
}

describe('Work that causes itself again and again', () => {
  it('keeps no chain of its earlier runs, each with a scope of its own', () => {
    const pipeline = newPipeline();
    const run = (times: number): Operation => {
      const publishing = pipeline.start({ kind: 'event.publish', name: 'tick' });
      const processing = pipeline.runIn(publishing, () =>
        pipeline.start({ kind: 'event.process', name: 'tick', scope: {} }),
      );
      end(publishing, processing);
      return times === 0 ? processing : pipeline.runIn(processing, () => run(times - 1));
    };

    const last = run(100);

    let length = 0;
    for (let here: Operation | undefined = last; here !== undefined; here = here.parent) length++;
    expect(length).toBeLessThan(5);
  });
});

describe('An operation that is entered', () => {
  it('is current whether or not a handler asks for it', () => {
    const pipeline = new OperationPipeline({ diagnostics: new Diagnostics(() => undefined) });
    const operation = pipeline.start({ kind: 'event.publish', name: 'tick' });

    expect(pipeline.runIn(operation, currentOperation)).toBeUndefined();
    expect(context.with(enterOperation(operation.context, operation), currentOperation)).toBe(operation);
  });

  it('shows its span, or that around it where it has none', () => {
    const [outer, inner] = nested({}, {}) as [Operation, Operation];
    outer.span = span;
    const around = enterOperation(ROOT_CONTEXT, outer);

    const within = enterOperation(around, inner);

    expect([spanIn(around), spanIn(within), spanIn(ROOT_CONTEXT)]).toEqual([span, span, undefined]);
    expect([operationIn(around), operationIn(within)]).toEqual([outer, inner]);
  });

  it('is silent where its handlers say so, and only there', () => {
    const [loud, silent] = nested({}, {}) as [Operation, Operation];
    silent.isSilent = true;

    const contexts = [ROOT_CONTEXT, enterOperation(ROOT_CONTEXT, loud), enterOperation(ROOT_CONTEXT, silent)];

    expect(contexts.map(isSilent)).toEqual([false, false, true]);
    expect(isSilent(contexts[2]!.setValue(createContextKey('other'), 1))).toBe(false);
  });

  it('is left with its span, while what others have put there stays', () => {
    const key = createContextKey('baggage');
    const [operation] = nested({}) as [Operation];
    operation.span = span;

    const left = leaveOperation(enterOperation(ROOT_CONTEXT.setValue(key, 'kept'), operation));

    expect([operationIn(left), spanIn(left), left.getValue(key)]).toEqual([undefined, undefined, 'kept']);
  });
});

describe('The context of an operation', () => {
  const key = createContextKey('of somebody else');

  it('takes values and gives them up, as any context, and stays what it was', () => {
    const [operation] = nested({}) as [Operation];

    const given = operation.context.setValue(key, 'given');
    const replaced = given.setValue(key, 'replaced');
    const deleted = given.deleteValue(key);

    const contexts = [operation.context, given, replaced, deleted];
    expect(contexts.map((one) => one.getValue(key))).toEqual([undefined, 'given', 'replaced', undefined]);
    expect(contexts.map(operationIn)).toEqual(contexts.map(() => operation));
  });

  it('shows values that were set outside of it, and those between two operations', () => {
    const pipeline = newPipeline();
    const outer = pipeline.start({ ...work, context: ROOT_CONTEXT.setValue(key, 'outside') });
    const other = createContextKey('other');

    const inner = pipeline.start({ ...work, context: outer.context.setValue(other, 'between') });

    expect([key, other].map((one) => outer.context.getValue(one))).toEqual(['outside', undefined]);
    expect([key, other].map((one) => inner.context.getValue(one))).toEqual(['outside', 'between']);
    expect(inner.parent).toBe(outer);
  });
});

describe('What let work into the application', () => {
  it('is the outermost operation with the same scope', () => {
    const [request, handler, query, heard, listener] = nested({ scope: {} }, {}, {}, { scope: {} }, {});

    expect([request, handler, query, heard, listener].map((operation) => entryOf(operation!))).toEqual([
      request,
      request,
      request,
      heard,
      heard,
    ]);
  });
});

describe('What new work is part of', () => {
  it('is nothing where no operation runs', () => {
    expect(parentIn(ROOT_CONTEXT)).toBeUndefined();
  });

  it('is the operation here, or the nearest around it that has not ended', () => {
    const [request, handler, query] = nested({}, {}, {}) as [Operation, Operation, Operation];

    const whileAllRun = parentIn(query.context);
    end(query);
    const afterOne = parentIn(query.context);
    end(handler);
    const afterTwo = parentIn(query.context);

    expect([whileAllRun, afterOne, afterTwo]).toEqual([query, handler, request]);
  });

  it('is the entry where everything has ended, and no more is known of who let that in', () => {
    const [request, heard, listener] = nested({ scope: {} }, { scope: {} }, {}) as [Operation, Operation, Operation];
    end(request, heard, listener);

    expect(parentIn(listener.context)).toBe(heard);
    expect(heard.parent).toBeUndefined();
  });

  it('is part of what has not ended itself: what has between the two is let go', () => {
    const [request, handler, query] = nested({}, {}, {}) as [Operation, Operation, Operation];
    end(handler);

    const parent = parentIn(query.context);

    expect([parent, query.parent, request.parent]).toEqual([query, request, undefined]);
  });

  it('still knows an entry under way that another has let in', () => {
    const [request, heard] = nested({ scope: {} }, { scope: {} }) as [Operation, Operation];

    expect([parentIn(heard.context), heard.parent]).toEqual([heard, request]);
  });
});
