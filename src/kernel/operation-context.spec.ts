import { context } from '@opentelemetry/api';
import { ensureContextManager } from './context-manager.js';
import { Diagnostics } from './diagnostics.js';
import { currentOperation, enterOperation } from './operation-context.js';
import type { Operation } from './operation.js';
import { OperationPipeline } from './operation-pipeline.js';

beforeAll(ensureContextManager);

describe('Work that causes itself again and again', () => {
  it('keeps no chain of its earlier runs, each with a scope of its own', () => {
    const pipeline = new OperationPipeline({
      handlers: [{ name: 'interested', handles: () => true }],
      diagnostics: new Diagnostics(() => undefined),
    });
    const run = (times: number): Operation => {
      const publishing = pipeline.start({ kind: 'event.publish', name: 'tick' });
      const processing = pipeline.runIn(publishing, () =>
        pipeline.start({ kind: 'event.process', name: 'tick', scope: {} }),
      );
      pipeline.end(publishing, { outcome: 'ok' });
      pipeline.end(processing, { outcome: 'ok' });
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
});
