/**
 * What every handler of operations has to hold, whatever it makes of them: it throws nothing, changes nothing, keeps nothing that is
 * over, takes no time and leaves nothing behind. A handler's own test makes it, and counts what it tells if it likes.
 */
import { deepStrictEqual, ok } from 'node:assert';
import { setImmediate } from 'node:timers/promises';
import type { OperationHandler } from '../../kernel/index.js';
import { callBound, expectUntouched, keptBytes, MANY, quickestMs, Trial } from './handler-trial.js';
import { TimerWatch } from './resource-watch.js';
import { allKinds, endings, runSample, sampleStart } from './sample-operations.js';
import { testFunctions, type TestFunctions } from './test-functions.js';

/**
 * A handler as an application would have it.
 *
 * @example
 * ```ts
 * let count = 0;
 * const subject: HandlerSubject = {
 *   handler: { name: 'tally', handles: () => true, end: () => void count++ },
 *   told: () => count,
 * };
 * ```
 */
export interface HandlerSubject {
  readonly handler: OperationHandler;
  /** How many operations it has told its backend about so far. Without it, what it tells is not looked at. */
  told?(): number | Promise<number>;
  /** As at the end of an application; called more than once. */
  close?(): Promise<void> | void;
}

/**
 * What the suite of a handler is told.
 *
 * @example
 * ```ts
 * const contract: HandlerContract = {
 *   create: () => ({ handler: { name: 'tally', handles: () => true } }),
 *   maxOperationMs: 0.1,
 * };
 *
 * describeHandler('a tally', contract);
 * ```
 */
export interface HandlerContract {
  /** Called anew for each test. */
  readonly create: () => HandlerSubject | Promise<HandlerSubject>;
  /** Time for one operation, start to end, in milliseconds; the quickest of many counts, so that a busy machine does not. @default 1 */
  readonly maxOperationMs?: number;
  /** What may stay in memory of 5000 operations that are over, each with 1 KiB to tell, in bytes; `Infinity` measures nothing. @default 2097152 */
  readonly maxKeptBytes?: number;
}

/**
 * A suite that holds a handler of operations to what every handler has to hold.
 *
 * @param functions of the test runner. @default the global ones
 * @example
 * ```ts
 * const tally: OperationHandler = { name: 'tally', handles: () => true, end: () => undefined };
 *
 * describeHandler('a tally', { create: () => ({ handler: tally }) });
 * ```
 */
export function describeHandler(title: string, contract: HandlerContract, functions?: TestFunctions): void {
  const { describe, it, beforeEach, afterEach } = testFunctions(functions);
  const { create, maxOperationMs = 1, maxKeptBytes = 2 * 2 ** 20 } = contract;
  describe(title, () => {
    let timers: TimerWatch;
    let trial: Trial;
    beforeEach(async () => {
      timers = new TimerWatch();
      trial = new Trial(await timers.during(create));
    });
    afterEach(async () => {
      await trial.close();
      timers.stop();
    });

    it('says of each kind whether it concerns it, and always the same', async () => {
      const { handler } = trial;
      const answers = () => allKinds.map((kind) => handler.handles(kind));
      const first = answers();

      ok(
        first.every((answer) => typeof answer === 'boolean'),
        'handles() answers with a boolean',
      );
      deepStrictEqual(answers(), first);
    });

    it('throws nothing, whatever the work, its end and its error', async () => {
      for (const kind of allKinds) for (const end of endings()) runSample(trial.pipeline, kind, end);

      trial.expectNoFailure();
    });

    it('throws nothing about calls of methods', async () => {
      for (const kind of ['method', 'nest.handler', 'nest.filter'] as const) callBound(trial, kind);

      trial.expectNoFailure();
    });

    it('gives back no promise: nobody waits for it', async () => {
      const { handler } = trial;
      for (const kind of allKinds) {
        const operation = trial.pipeline.start(sampleStart(kind));
        const results = [
          handler.start?.(operation),
          handler.event?.(operation, { name: 'sample' }),
          handler.end?.(operation),
          handler.discard?.(operation),
        ];
        for (const result of results as unknown[]) if (result instanceof Promise) result.catch(() => undefined);
        ok(!results.some((result: unknown) => result instanceof Promise), `a promise for ${kind}`);
      }
    });

    it('leaves the operation as it was', async () => {
      for (const kind of allKinds) expectUntouched(trial.pipeline, kind);
    });

    it('tells of each operation once, and of one that is discarded never', async () => {
      const kind = trial.kinds[0];
      if (kind === undefined || trial.subject.told === undefined) return;
      const before = await trial.subject.told();

      trial.pipeline.discard(trial.pipeline.start(sampleStart(kind)));
      await setImmediate();
      deepStrictEqual(await trial.subject.told(), before, 'nothing of a discarded operation');
      const operation = trial.pipeline.start(sampleStart(kind));
      for (let times = 0; times < 2; times++) trial.pipeline.end(operation, { outcome: 'ok' });
      await setImmediate();
      deepStrictEqual(await trial.subject.told(), before + 1, 'one of an operation that was ended twice');
    });

    it('shares nothing with another of its make', async () => {
      const other = new Trial(await create());
      const kind = trial.kinds[0];
      const before = await other.subject.told?.();

      if (kind !== undefined) runSample(trial.pipeline, kind);
      await setImmediate();

      deepStrictEqual(await other.subject.told?.(), before);
      await other.close();
    });

    it(`takes less than ${maxOperationMs} ms for an operation`, async () => {
      for (const kind of trial.kinds) {
        const quickest = quickestMs(trial.pipeline, kind);
        ok(quickest < maxOperationMs, `${kind} took ${quickest.toFixed(3)} ms at best`);
      }
    });

    it(`keeps no more than ${maxKeptBytes} bytes of what is over`, async () => {
      let kept = Infinity;
      // What the engine itself keeps comes once; who keeps operations keeps them in each round.
      for (let round = 0; round < 3 && kept > maxKeptBytes; round++) kept = await keptBytes(trial);

      ok(kept <= maxKeptBytes, `${kept} bytes of ${MANY} operations`);
    });

    it('closes twice, bears what comes later, and leaves no timer', async () => {
      timers.during(() => trial.kinds.forEach((kind) => runSample(trial.pipeline, kind)));
      await timers.during(() => trial.close());
      await timers.during(() => trial.close());
      timers.during(() => trial.kinds.forEach((kind) => runSample(trial.pipeline, kind)));

      trial.expectNoFailure();
      deepStrictEqual(await timers.left(), 0, 'timers that were set and not cleared');
    });
  });
}
