import { context } from '@opentelemetry/api';
import { Diagnostics, ensureContextManager, isTelemetrySuppressed } from '../kernel/index.js';
import { BoundedDelivery, type BoundedDeliveryOptions } from './bounded-delivery.js';
import { DeliveryError } from './delivery-error.js';

type Answer = (batch: readonly Buffer[]) => Promise<number>;

const TAKE: Answer = async () => 0;
const HANG: Answer = () => new Promise(() => undefined);
const BUSY: Answer = async () => {
  throw new DeliveryError('busy', { isTransient: true });
};
const REFUSE: Answer = async () => {
  throw new DeliveryError('it answered 400', { isTransient: false, reason: 'rejected' });
};

let answer: Answer;
let delivered: string[][];
let closed: number;
let warnings: string[];
let news: string[];
let diagnostics: Diagnostics;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['performance'] });
  jest.spyOn(Math, 'random').mockReturnValue(1);
  [answer, delivered, closed, warnings, news] = [TAKE, [], 0, [], []];
  diagnostics = new Diagnostics();
  diagnostics.warnThrough(
    (message) => void warnings.push(message),
    (message) => void news.push(message),
  );
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

it('delivers in batches after the delay, one at a time, none within the call that brought a record', async () => {
  const delivery = delivering();
  push(delivery, 'a', 'b', 'c', 'd', 'e');
  const during = [...delivered];
  await jest.advanceTimersByTimeAsync(500);

  expect([during, delivered]).toEqual([[], [['a', 'b', 'c', 'd']]]);
  await jest.advanceTimersByTimeAsync(1000);
  expect(delivered).toEqual([['a', 'b', 'c', 'd'], ['e']]);
  expect(delivery.exportState()).toEqual({
    exported: 5,
    dropped: 0,
    queued: 0,
    inFlight: 0,
    lastSuccessAtMs: 1_800_000_000_000,
    isFailing: false,
  });
});

it('bounds records, those under way included, and counts what is above', async () => {
  answer = HANG;
  const delivery = delivering();
  push(delivery, ...'abcd');
  await jest.advanceTimersByTimeAsync(1);
  push(delivery, ...'efghijklmnop');

  expect(delivery.exportState()).toMatchObject({ inFlight: 4, queued: 6, dropped: 6 });
  expect(dropped()).toEqual({ queue_full: 6 });
});

it('bounds bytes, those under way included, and lets a small record in where a large one has no room', async () => {
  answer = HANG;
  const delivery = delivering();
  push(delivery, 'x'.repeat(60));
  await jest.advanceTimersByTimeAsync(1001);
  push(delivery, 'y'.repeat(41), 'z'.repeat(40));

  expect(delivery.exportState()).toMatchObject({ inFlight: 1, queued: 1, dropped: 1 });
});

it('cuts batches by bytes, too', async () => {
  const delivery = delivering();
  push(delivery, 'x'.repeat(15), 'y'.repeat(15), 'z');
  await jest.advanceTimersByTimeAsync(2000);

  expect(delivered.map((batch) => batch.map(({ length }) => length))).toEqual([[15], [15, 1]]);
});

it('tries the same batch again after waits that grow, and brings the rest when it is over', async () => {
  answer = BUSY;
  const delivery = delivering();
  push(delivery, ...'abcd');
  await jest.advanceTimersByTimeAsync(1);
  const tries = [delivered.length];
  for (const waitMs of [498, 2, 998, 2]) {
    // oxlint-disable-next-line no-await-in-loop -- time passes in order
    await jest.advanceTimersByTimeAsync(waitMs);
    tries.push(delivered.length);
  }
  answer = TAKE;
  push(delivery, 'e');
  await jest.advanceTimersByTimeAsync(10_000);

  expect(tries).toEqual([1, 1, 2, 2, 3]);
  expect(delivered.slice(3)).toEqual([['a', 'b', 'c', 'd'], ['e']]);
  expect(delivery.exportState()).toMatchObject({ exported: 5, dropped: 0, isFailing: false });
  expect(warnings).toEqual([expect.stringContaining('Records of test do not reach somewhere: busy')]);
  expect(news).toEqual(['Records of test reach somewhere again; 0 were dropped so far.']);
});

it('leaves a receiver alone for as long as it asks', async () => {
  answer = async () => {
    throw new DeliveryError('busy', { isTransient: true, retryAfterMs: 7000 });
  };
  const delivery = delivering();
  push(delivery, ...'abcd');
  await jest.advanceTimersByTimeAsync(6990);
  const before = delivered.length;
  await jest.advanceTimersByTimeAsync(20);

  expect([before, delivered.length]).toEqual([1, 2]);
});

it('drops what is refused for good, and counts a part that is', async () => {
  const delivery = delivering();
  answer = REFUSE;
  push(delivery, ...'abcd');
  await jest.advanceTimersByTimeAsync(1);
  answer = async () => 1;
  push(delivery, ...'efgh');
  await jest.advanceTimersByTimeAsync(1000);

  expect(delivery.exportState()).toMatchObject({ exported: 3, dropped: 5 });
  expect(dropped()).toEqual({ rejected: 5 });
});

it('counts no more as refused than it has sent, whatever the receiver says', async () => {
  const delivery = delivering();
  answer = async () => 1_000;
  push(delivery, ...'abcd');
  await jest.advanceTimersByTimeAsync(1);

  expect(delivery.exportState()).toMatchObject({ exported: 0, dropped: 4 });
  expect(dropped()).toEqual({ rejected: 4 });
});

it('does not storm a receiver that refuses: after a failure even a full batch waits for its time', async () => {
  answer = REFUSE;
  const delivery = delivering();
  push(delivery, ...'abcdefgh');
  await jest.advanceTimersByTimeAsync(10);

  expect(delivered).toHaveLength(1);
});

it('blames a full queue on the load only when the receiver answers', async () => {
  let finish = (): void => undefined;
  answer = () => new Promise((resolve) => (finish = () => resolve(0)));
  const delivery = delivering();
  push(delivery, ...'abcd');
  await jest.advanceTimersByTimeAsync(1);
  push(delivery, ...'efghijklmnop');
  finish();
  await jest.advanceTimersByTimeAsync(0);

  expect(warnings).toEqual([expect.stringContaining('above 10 records or 100 bytes')]);
});

it('marks what it does as telemetry of its own', async () => {
  ensureContextManager();
  const seen: boolean[] = [];
  answer = async () => {
    seen.push(isTelemetrySuppressed(context.active()));
    return 0;
  };
  push(delivering(), ...'abcd');
  await jest.advanceTimersByTimeAsync(1);

  expect(seen).toEqual([true]);
});

it('ends a wait at shutdown, tries once more, and delivers all there is', async () => {
  answer = BUSY;
  const delivery = delivering();
  push(delivery, ...'abcdef');
  await jest.advanceTimersByTimeAsync(1);
  answer = TAKE;
  await delivery.shutdown(300);

  expect(delivery.exportState()).toMatchObject({ exported: 6, dropped: 0, queued: 0, inFlight: 0 });
  expect([closed, jest.getTimerCount()]).toEqual([1, 0]);
});

it('ends a shutdown in its bound, counts what is left, and refuses what comes later', async () => {
  answer = HANG;
  const delivery = delivering();
  push(delivery, ...'abcdef');
  await jest.advanceTimersByTimeAsync(1);
  const over = Promise.all([delivery.shutdown(300), delivery.shutdown(300)]);
  await jest.advanceTimersByTimeAsync(300);
  await over;
  push(delivery, 'late');

  expect(delivery.exportState()).toMatchObject({ exported: 0, dropped: 7, queued: 0, inFlight: 0 });
  expect(dropped()).toEqual({ shutdown: 7 });
  expect([closed, jest.getTimerCount()]).toEqual([1, 0]);
});

it('gives up at the first failure of a shutdown', async () => {
  answer = BUSY;
  const delivery = delivering();
  push(delivery, ...'abcdef');
  await delivery.shutdown(300);

  expect(delivered).toHaveLength(1);
  expect(dropped()).toEqual({ shutdown: 6 });
});

function delivering(options: Partial<BoundedDeliveryOptions> = {}): BoundedDelivery {
  return new BoundedDelivery({
    signal: 'test',
    destination: 'somewhere',
    sink: {
      deliver: (batch) => {
        delivered.push(batch.map(String));
        return answer(batch);
      },
      close: async () => void closed++,
    },
    limits: { maxQueueSize: 10, maxQueueBytes: 100, maxBatchSize: 4, maxBatchBytes: 20, scheduleDelayMs: 1000 },
    retryForMs: Infinity,
    maxBackOffMs: 30_000,
    diagnostics,
    clock: { now: () => 0, toEpochMs: () => 1_800_000_000_000 },
    ...options,
  });
}

function push(delivery: BoundedDelivery, ...texts: readonly string[]): void {
  for (const text of texts) delivery.push(Buffer.from(text));
}

function dropped(): Record<string, number> {
  return Object.fromEntries([...diagnostics.drops.values()].map(({ labels, value }) => [labels['reason'], value]));
}
