import { OperationPipeline } from '../kernel/index.js';
import { TelemetryRecorder } from './telemetry-recorder.js';

function setUp() {
  const recorder = new TelemetryRecorder();
  const pipeline = new OperationPipeline({ handlers: recorder.plugin().handlers! });
  const work = (name: string) => pipeline.end(pipeline.start({ kind: 'schedule.run', name }), { outcome: 'ok' });
  return { recorder, work };
}

const messageOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'it came',
    (error: Error) => error.message,
  );

describe('waitFor', () => {
  it('resolves once what is wanted is there', async () => {
    const { recorder, work } = setUp();

    const waiting = Promise.all([
      recorder.waitFor({ operation: { name: 'sweep' } }),
      recorder.waitFor({ log: { message: 'swept' } }),
      recorder.waitFor(({ started }) => started.length === 1),
    ]);
    work('sweep');
    recorder.destination.write('{"message":"swept"}\n');

    expect(await waiting).toHaveLength(3);
  });

  it('tells on time-out what was wanted, what came closest, and what was recorded', async () => {
    const { recorder, work } = setUp();
    work('sweep');
    recorder.destination.write('{"timestamp":"now","message":"swept"}\n');

    expect(await messageOf(recorder.waitFor({ operation: { name: 'sleep' } }, { timeoutMs: 1 })))
      .toBe(`Waited 1 ms in vain for operation {name='sleep'}

Nearest: schedule.run sweep
  name: expected 'sleep', got 'sweep'

Operations (1):
  schedule.run sweep ok
Spans: none
Log lines (1):
  message='swept'`);
  });

  it('tells which question was not answered with yes, and that nothing at all was recorded', async () => {
    const { recorder } = setUp();

    const message = await messageOf(recorder.waitFor(({ spans }) => spans.length > 2, { timeoutMs: 1 }));

    expect(message).toMatch(/^Waited 1 ms in vain until '.*spans.length > 2.*'/s);
    expect(message).toContain('Nothing was recorded. An application is observed once it is initialised');
  });

  it('shows the newest of many', async () => {
    const { recorder, work } = setUp();
    for (let count = 0; count < 1000; count++) work(`run ${count}`);

    const summary = recorder.summary();

    expect(summary).toContain('Operations (1000):\n  … 980 before\n  schedule.run run 980 ok\n');
    expect(summary.length).toBeLessThan(2000);
  });
});

it('forgets what it has kept', () => {
  const { recorder, work } = setUp();
  work('sweep');

  recorder.clear();

  expect([recorder.operations, recorder.started]).toEqual([[], []]);
});
