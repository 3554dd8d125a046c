import { ROOT_CONTEXT } from '@opentelemetry/api';
import { CallPlan } from './call-plan.js';
import { Callsite } from './callsite.js';
import { Diagnostics } from './diagnostics.js';
import type { CallRecorder, OperationHandler } from './operation-handler.js';
import { OperationPipeline } from './operation-pipeline.js';

const callsite = new Callsite('method', 'Shop', 'sell', () => undefined);
const quiet: CallRecorder = { readsClock: false, readsCall: false, end: () => undefined };
const refuse = () => {
  throw new Error('no');
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

function planOf(...handlers: readonly Partial<OperationHandler>[]) {
  const warnings: string[] = [];
  const diagnostics = new Diagnostics((message) => warnings.push(message));
  const pipeline = new OperationPipeline({ diagnostics });
  const named = handlers.map((handler, index) => ({ name: `h${index}`, handles: () => false, ...handler }));
  const plan = CallPlan.of(callsite, pipeline, named);
  const failures = () =>
    [...diagnostics.failures.values()].map(({ labels }) => `${labels['handler']} ${labels['phase']}`);
  return { plan, failures, warnings };
}

const recorded = (...recorders: readonly Partial<CallRecorder>[]) =>
  planOf(...recorders.map((recorder) => ({ bind: () => ({ ...quiet, ...recorder }) })));

describe('the plan of a call', () => {
  it('is idle where no handler wants anything', () => {
    const { plan, failures } = planOf({}, { handles: () => true, wants: () => false });

    expect([plan.isIdle, plan.mayNeedOperation, plan.recorder, plan.okCells()]).toEqual([
      true,
      false,
      undefined,
      undefined,
    ]);
    expect(failures()).toEqual([]);
  });

  it('is not where one records or may need an operation', () => {
    const plans = [recorded({}).plan, planOf({ handles: () => true }).plan];

    expect(plans.map(({ isIdle, mayNeedOperation }) => [isIdle, mayNeedOperation])).toEqual([
      [false, false],
      [false, true],
    ]);
  });

  it('knows what its recorders read, together', () => {
    const readers = [
      [{}],
      [{ readsClock: true }],
      [{ readsCall: true }],
      [{}, { readsClock: true }, { readsCall: true }],
    ];

    const read = readers.map((recorders) => recorded(...recorders).plan);

    expect(read.map(({ readsClock, readsCall }) => [readsClock, readsCall])).toEqual([
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ]);
  });

  it('starts and ends its recorders in their order, where one wants to be started', () => {
    const journal: string[] = [];
    const first = { start: () => void journal.push('first starts'), end: () => void journal.push('first ends') };
    const second = { end: () => void journal.push('second ends') };

    for (const { plan } of [recorded(second), recorded(second, second), recorded(first, second), recorded(first)]) {
      journal.push(`starts calls: ${plan.startsCalls}`);
      plan.recorder!.start?.();
      plan.recorder!.end('ok', 1, undefined, undefined);
    }

    expect(journal).toEqual([
      'starts calls: false',
      'second ends',
      'starts calls: false',
      'second ends',
      'second ends',
      'starts calls: true',
      'first starts',
      'first ends',
      'second ends',
      'starts calls: true',
      'first starts',
      'first ends',
    ]);
  });

  it('has cells for calls that go well, where that is all there is to record', () => {
    const cells = { count: { value: 0, isRemoved: false } };
    const okCells = () => cells;

    const found = [{ okCells }, { okCells, start: () => undefined }, { okCells, readsCall: true }, {}].map((recorder) =>
      recorded(recorder).plan.okCells(),
    );

    expect(found).toEqual([cells, undefined, undefined, undefined]);
    const time = { observe: () => undefined, isRemoved: false };
    expect(recorded({ okCells }, { okCells: () => ({ time }) }).plan.okCells()).toEqual({ ...cells, time });
    expect(recorded({ okCells }, {}).plan.okCells()).toBeUndefined();
  });

  it('is declined where every handler declines', () => {
    const declining = (inSilence: boolean, outside: boolean): Partial<OperationHandler> => ({
      handles: () => true,
      declines: () => ({ inSilence, outside }),
    });
    const plans = [
      planOf(declining(true, true)),
      planOf(declining(true, false), declining(false, true)),
      planOf(declining(true, true), { handles: () => true }),
    ].map(({ plan }) => plan);

    expect(plans.map(({ isDeclinedInSilence, isDeclinedOutside }) => [isDeclinedInSilence, isDeclinedOutside])).toEqual(
      [
        [true, true],
        [false, false],
        [false, false],
      ],
    );
    expect(plans.map((plan) => plan.isDeclinedIn(ROOT_CONTEXT))).toEqual([true, false, false]);
  });

  it('needs an operation where one handler admits it', () => {
    const admitting = (...answers: readonly unknown[]) =>
      planOf(...answers.map((answer) => ({ handles: () => true, admits: () => answer as boolean })));

    expect(
      [admitting(true), admitting(false), admitting(false, true)].map(({ plan }) => plan.needsOperation(ROOT_CONTEXT)),
    ).toEqual([true, false, true]);
    expect(planOf({ handles: () => true }).plan.needsOperation(ROOT_CONTEXT)).toBe(true);
  });
});

describe('a handler that fails while a call is planned or recorded', () => {
  it('is left out, and each question that it failed is told', () => {
    const failing = [{ handles: refuse }, { handles: () => true, wants: refuse }, { bind: refuse }];

    const { plan, failures } = planOf(...failing, { handles: () => true, declines: refuse });

    expect([plan.mayNeedOperation, plan.recorder, plan.isDeclinedOutside]).toEqual([true, undefined, false]);
    expect(failures()).toEqual(['h0 handles', 'h1 wants', 'h2 bind', 'h3 declines']);
  });

  it.each<[string, Partial<OperationHandler>]>([
    ['whether it handles', { handles: refuse }],
    ['whether it wants', { handles: () => true, wants: refuse }],
  ])('makes no operation for want of an answer %s', (_what, handler) => {
    const { plan } = planOf(handler);

    expect([plan.isIdle, plan.mayNeedOperation]).toEqual([true, false]);
  });

  it('admits nothing where its answer is an error, or neither true nor false', async () => {
    const throwing = planOf({ handles: () => true, admits: refuse });
    const nonsense = planOf({ handles: () => true, admits: () => Promise.reject(new Error('late')) as never });

    expect([throwing, nonsense].map(({ plan }) => plan.needsOperation(ROOT_CONTEXT))).toEqual([false, false]);
    await settled();
    expect([...throwing.failures(), ...nonsense.failures()]).toEqual(['h0 admits', 'h0 admits']);
    expect(nonsense.warnings).toEqual([
      expect.stringContaining('h0 failed in admits: TypeError: neither true nor false was returned'),
    ]);
  });

  it('throws nothing into the call, and rejects nothing beside it', async () => {
    const late = () => Promise.reject(new Error('late')) as never;
    const failing = [
      { start: refuse, end: refuse, okCells: refuse },
      { start: late, end: late },
    ];

    const told = failing.map((recorder) => {
      const { plan, failures } = recorded(recorder);
      plan.recorder!.start!();
      plan.recorder!.end('ok', 1, undefined, undefined);
      expect(plan.recorder!.okCells!()).toBeUndefined();
      return failures;
    });
    await settled();

    expect(told.map((failures) => failures())).toEqual([
      ['h0 start', 'h0 end', 'h0 okCells'],
      ['h0 start', 'h0 end'],
    ]);
  });
});
