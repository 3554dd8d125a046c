/** A handler on trial: a pipeline around it alone, and what is tried with it and measured of it. */
import { deepStrictEqual } from 'node:assert';
import { setImmediate } from 'node:timers/promises';
import {
  Diagnostics,
  OperationPipeline,
  type Operation,
  type OperationHandler,
  type OperationKind,
} from '../../kernel/index.js';
import type { HandlerSubject } from './handler-contract.js';
import { liveBytes } from './resource-watch.js';
import { allKinds, oddErrors, runSample, sampleCallsite, sampleStart } from './sample-operations.js';

/** Operations that a handler is given to keep or to forget. */
export const MANY = 5000;

/** A handler on a pipeline of its own, which catches and counts what it throws. */
export class Trial {
  readonly handler: OperationHandler;
  readonly pipeline: OperationPipeline;
  private readonly warnings: string[] = [];

  constructor(readonly subject: HandlerSubject) {
    this.handler = subject.handler;
    const diagnostics = new Diagnostics((message) => this.warnings.push(message));
    this.pipeline = new OperationPipeline({ handlers: [this.handler], diagnostics });
  }

  /** Those that concern it. */
  get kinds(): readonly OperationKind[] {
    return allKinds.filter((kind) => this.pipeline.isObserved(kind));
  }

  expectNoFailure(): void {
    deepStrictEqual(this.warnings, []);
  }

  async close(): Promise<void> {
    await this.subject.close?.();
  }
}

export function callBound({ pipeline }: Trial, kind: OperationKind): void {
  const plan = pipeline.callPlan(sampleCallsite(kind));
  const call = { instance: {}, args: ['o-1'] };
  plan.recorder?.start?.();
  plan.recorder?.end('ok', 1, undefined, { ...call, result: 'tea' }, 'tea');
  for (const error of oddErrors()) {
    plan.recorder?.start?.();
    plan.recorder?.end('error', 1, error, call);
  }
  plan.needsOperation(pipeline.start(sampleStart(kind)).context);
}

/** `attributes`, `span` and `isSilent` are there for handlers to write. */
export function expectUntouched(pipeline: OperationPipeline, kind: OperationKind): void {
  const parent = pipeline.start(sampleStart('http.server'));
  const operation = pipeline.start({ ...sampleStart(kind), context: parent.context });
  const before = factsOf(operation);
  pipeline.event(operation, { name: 'sample' });
  deepStrictEqual(factsOf(operation), before);
  pipeline.end(operation, { outcome: 'error', error: 'thrown' });
  deepStrictEqual(factsOf(operation), { ...before, outcome: 'error', error: 'thrown' });
  pipeline.end(parent, { outcome: 'ok' });
}

function factsOf({ kind, name, labels, scope, outcome, error, startedAtMs, parent }: Operation) {
  return { kind, name, labels: [...labels], requestId: scope.requestId, outcome, error, startedAtMs, parent };
}

const BATCHES = 10;
const BATCH_SIZE = 5;

export function quickestMs(pipeline: OperationPipeline, kind: OperationKind): number {
  const batches = Array.from({ length: BATCHES }, () => {
    const startedAtMs = performance.now();
    for (let count = 0; count < BATCH_SIZE; count++) runSample(pipeline, kind);
    return (performance.now() - startedAtMs) / BATCH_SIZE;
  });
  return Math.min(...batches);
}

export async function keptBytes({ pipeline, kinds }: Trial): Promise<number> {
  if (kinds.length === 0) return 0;
  const before = liveBytes();
  for (let count = 0; count < MANY; count++) {
    runSample(pipeline, kinds[count % kinds.length]!);
    // What it does later it may do.
    if (count % 500 === 0) await setImmediate();
  }
  await setImmediate();
  return liveBytes() - before;
}
