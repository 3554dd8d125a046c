import { setTimeout as wait } from 'node:timers/promises';
import { ensureContextManager, OperationPipeline } from '../kernel/index.js';
import { ActivityRecorder } from './activity-recorder.js';
import { nowUs } from './monotonic-clock.js';

ensureContextManager();
const pipeline = new OperationPipeline({
  handlers: [{ name: 'any', handles: () => true, wants: () => false }],
});

describe('While a profile runs', () => {
  let recorder: ActivityRecorder;
  let moments: { readonly label: string; readonly timeUs: number }[];

  beforeEach(() => {
    moments = [];
    recorder = new ActivityRecorder((error) => {
      throw error;
    });
    recorder.start();
  });
  afterEach(() => recorder.stop());

  /** Notes a moment in the middle of work that lasts longer than a gap. */
  const at = (label: string): void => {
    spin();
    moments.push({ label, timeUs: nowUs() });
    spin();
  };
  const spin = (): void => {
    for (const endUs = nowUs() + 200; nowUs() < endUs;);
  };
  const seen = (): unknown[] =>
    moments.map(({ label, timeUs }) => [label, recorder.activity(recorder.numberAt(timeUs))?.operation.name]);
  const observe = <T>(name: string, work: () => T): T => pipeline.observe({ kind: 'method', name }, work);

  it('it is known which operation was current, through calls, promises and timers', async () => {
    at('before');
    await observe('outer', async () => {
      at('outer');
      observe('inner', () => at('inner'));
      at('outer again');
      await wait(2);
      at('outer after a timer');
      await observe('second', async () => {
        await null;
        at('second');
      });
      at('outer at the end');
    });
    at('after');
    recorder.stop();

    expect(seen()).toEqual([
      ['before', undefined],
      ['outer', 'outer'],
      ['inner', 'inner'],
      ['outer again', 'outer'],
      ['outer after a timer', 'outer'],
      ['second', 'second'],
      ['outer at the end', 'outer'],
      ['after', undefined],
    ]);
  });

  it('work that takes turns is kept apart', async () => {
    const turns = (name: string) => async (): Promise<void> => {
      for (let turn = 0; turn < 3; turn++) {
        at(name);
        await wait(1);
      }
      at(name);
    };

    await Promise.all([observe('left', turns('left')), observe('right', turns('right'))]);
    recorder.stop();

    expect(moments).toHaveLength(8);
    expect(
      moments.filter(({ label, timeUs }) => recorder.activity(recorder.numberAt(timeUs))?.operation.name !== label),
    ).toEqual([]);
  });

  it('nothing is known of before and after', () => {
    const beforeUs = nowUs() - 1e6;

    observe('work', () => at('work'));
    recorder.stop();
    observe('later', () => at('later'));

    expect(recorder.numberAt(beforeUs)).toBe(-1);
    expect(seen()).toEqual([
      ['work', 'work'],
      ['later', undefined],
    ]);
  });
});
