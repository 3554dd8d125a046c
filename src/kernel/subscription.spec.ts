import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { ensureContextManager } from './context-manager.js';
import { Diagnostics } from './diagnostics.js';
import type { PendingEvent } from './event-delivery.js';
import { hasHeard } from './heard-events.js';
import { Subscription } from './subscription.js';

ensureContextManager();

const event: PendingEvent = {
  listeners: [],
  payload: { message: 'hello' },
  epochMs: 17,
  bytes: 1,
  place: { context: ROOT_CONTEXT },
  waitsFor: undefined,
};
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

let nowMs = 0;
let warnings: string[];
let news: string[];
let diagnostics: Diagnostics;

beforeEach(() => {
  [warnings, news] = [[], []];
  diagnostics = new Diagnostics();
  diagnostics.warnThrough(
    (message) => warnings.push(message),
    (message) => news.push(message),
  );
});

function listening(listener: (...told: unknown[]) => unknown, admits?: (payload: object) => boolean): Subscription {
  const clock = { now: () => nowMs, toEpochMs: (reading: number) => reading };
  return new Subscription('log', listener, admits, diagnostics, clock);
}

const failures = (): unknown[] => [...diagnostics.failures.values()];

describe('a listener', () => {
  it('is told what happened and when, where it is known to have heard of it', () => {
    const told: unknown[] = [];
    const subscription = listening((...args) => told.push(args, hasHeard(context.active(), 'log')));

    subscription.tell(event);

    expect(told).toEqual([[{ message: 'hello' }, { epochMs: 17 }], true]);
    expect(hasHeard(context.active(), 'log')).toBe(false);
  });

  it('is told nothing any more once it is over', () => {
    const told: unknown[] = [];
    const subscription = listening((payload) => told.push(payload));

    subscription.isOver = true;
    subscription.tell(event);

    expect(told).toEqual([]);
  });

  it('admits everything, unless it says what', () => {
    const picky = listening(
      () => undefined,
      (payload) => 'wanted' in payload,
    );

    expect(listening(() => undefined).admits({})).toBe(true);
    expect([{ wanted: 1 }, {}].map((payload) => picky.admits(payload))).toEqual([true, false]);
  });

  it('is not told where saying so fails, which is counted', () => {
    const failing = listening(
      () => undefined,
      () => {
        throw new Error('no');
      },
    );

    expect(failing.admits({})).toBe(false);
    expect(failures()).toEqual([{ labels: { handler: 'hook', phase: 'log' }, value: 1 }]);
  });

  it('blocks from fifty milliseconds on', () => {
    const blockingFor = (ms: number) => listening(() => (nowMs += ms));

    blockingFor(49).tell(event);
    const before = [...warnings];
    blockingFor(50).tell(event);

    expect(before).toEqual([]);
    expect(warnings).toEqual([
      'hooks: a listener to log held the process up for 50 ms, and everybody waits for one thread; ' +
        'leave such work to a queue, a worker or another process. Further ones are only counted.',
    ]);
  });
});

describe('what a listener returns', () => {
  it.each([
    ['nothing', null],
    ['a text', 'text'],
    ['what only looks like a promise', { then: 'later' }],
    ['a function', Object.assign(() => undefined, { then: () => undefined })],
  ])('is waited for by nobody if it is %s', (_what, result) => {
    let count = 0;
    const subscription = listening(() => (count++, result));

    for (let time = 0; time < 101; time++) subscription.tell(event);

    expect([count, failures(), warnings]).toEqual([101, [], []]);
  });

  it('is waited for if it is a promise of whatever kind', async () => {
    const subscription = listening(() => ({
      then: (_resolve: unknown, reject: (error: Error) => void) => reject(late),
    }));
    const late = new Error('late');

    subscription.tell(event);
    await settled();

    expect(failures()).toEqual([{ labels: { handler: 'hook', phase: 'log' }, value: 1 }]);
  });

  it('leaves a listener out while a hundred promises are open, and calls it again as they settle', async () => {
    const open: { resolve: () => void; reject: (error: Error) => void }[] = [];
    const subscription = listening(() => new Promise<void>((resolve, reject) => open.push({ resolve, reject })));
    const tell = (times: number): void => {
      for (let time = 0; time < times; time++) subscription.tell(event);
    };

    tell(101);
    open[0]!.resolve();
    open[1]!.reject(new Error('late'));
    await settled();
    tell(3);

    expect(open.length).toBe(102);
    expect([...diagnostics.drops.values()]).toEqual([
      { labels: { signal: 'hooks', reason: 'listener_busy' }, value: 2 },
    ]);
    expect(failures()).toEqual([{ labels: { handler: 'hook', phase: 'log' }, value: 1 }]);
    const busy =
      'A listener to log has 100 promises that do not settle: until one does it is left out, and what it misses is counted.';
    expect(warnings).toEqual([busy, expect.stringContaining('hook failed in log: Error: late'), busy]);
    expect(news).toEqual(['A listener to log is called again.']);
  });
});
