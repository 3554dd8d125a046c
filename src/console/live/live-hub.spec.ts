import type { LiveBatch, LogRow, TraceRow } from '../shapes/index.js';
import { LiveHub } from './live-hub.js';

const BATCH_MS = 250;

describe('LiveHub', () => {
  let sequence: number;
  let errors: number;
  let isOn: boolean;
  let asked: number;
  let hub: LiveHub;

  beforeEach(() => {
    jest.useFakeTimers();
    sequence = 0;
    errors = 0;
    isOn = true;
    asked = 0;
    const since = (seen: number, limit: number) => {
      asked++;
      const all = Array.from({ length: sequence - seen }, (_, index) => ({ sequence: seen + index + 1 }));
      return { rows: all.slice(0, limit) as never[], omitted: Math.max(0, all.length - limit) };
    };
    const current = { get: () => sequence };
    hub = new LiveHub({
      processId: 'p',
      recorder: {
        get isOn() {
          return isOn;
        },
        guard: (_what, work) => work(),
      },
      traces: Object.defineProperty(
        { changedSince: since, removedSince: () => ['gone'] },
        'sequence',
        current,
      ) as never,
      logs: Object.defineProperty({ since }, 'sequence', current) as never,
      versions: { errors: () => errors, health: () => 'same' },
    });
  });

  afterEach(() => {
    hub.close();
    jest.useRealTimers();
  });

  it('asks nothing and runs no timer while nobody is connected', async () => {
    sequence = 5;
    expect(jest.getTimerCount()).toBe(0);

    const reader = await connected(hub);
    expect(jest.getTimerCount()).toBe(1);
    await reader.return();

    expect([jest.getTimerCount(), asked, hub.viewers]).toEqual([0, 0, 0]);
  });

  it('makes one batch of what has changed, for all readers', async () => {
    const readers = [await connected(hub), await connected(hub)];
    sequence = 2;
    errors = 1;
    jest.advanceTimersByTime(BATCH_MS);

    const batches = await Promise.all(readers.map(batchOf));

    expect(batches[0]).toEqual({
      traces: [{ sequence: 1 }, { sequence: 2 }],
      omittedTraces: 0,
      logs: [{ sequence: 1 }, { sequence: 2 }],
      omittedLogs: 0,
      removedTraceIds: ['gone'],
      changed: ['errors'],
    });
    expect(batches[1]).toEqual(batches[0]);
    expect(asked).toBe(2);
  });

  it('says nothing while nothing changes', async () => {
    const reader = await connected(hub);
    sequence = 1;
    jest.advanceTimersByTime(BATCH_MS);
    await batchOf(reader);

    jest.advanceTimersByTime(10 * BATCH_MS);
    sequence = 2;
    jest.advanceTimersByTime(BATCH_MS);

    expect((await batchOf(reader)).traces).toEqual([{ sequence: 2 }]);
    expect(asked).toBe(4);
  });

  it('bounds a batch, and says what it leaves out', async () => {
    const reader = await connected(hub);
    sequence = 1000;
    jest.advanceTimersByTime(BATCH_MS);

    const { traces, omittedTraces, logs, omittedLogs } = await batchOf(reader);

    expect([traces.length, omittedTraces, logs.length, omittedLogs]).toEqual([200, 800, 500, 500]);
  });

  it('gives a reader that comes back what it has missed, though nobody was connected meanwhile', async () => {
    const reader = await connected(hub);
    sequence = 1;
    jest.advanceTimersByTime(BATCH_MS);
    const { id } = await eventOf(reader);
    await reader.return();

    sequence = 2;
    const again = await connected(hub, id);
    jest.advanceTimersByTime(BATCH_MS);

    expect((await batchOf(again)).traces).toEqual([{ sequence: 2 }]);
  });

  it('tells a reader that comes back of a gap, where somebody else began anew meanwhile', async () => {
    const reader = await connected(hub);
    sequence = 1;
    jest.advanceTimersByTime(BATCH_MS);
    const { id } = await eventOf(reader);
    await reader.return();

    sequence = 2;
    await connected(hub);
    const again = await connected(hub, id);

    expect(await eventOf(again)).toMatchObject({ name: 'gap', data: { batches: 1 } });
  });

  it('keeps a bounded number of batches for a reader that does not read, and holds nobody up', async () => {
    const [silent, quick] = [await connected(hub), await connected(hub)];
    for (let round = 0; round < 280; round++) {
      sequence++;
      jest.advanceTimersByTime(BATCH_MS);
      await quick.next();
    }

    expect(await eventOf(silent)).toMatchObject({ name: 'gap', data: { batches: 40 } });
    expect(hub.usedBytes).toBeLessThan(2 * 1024 * 1024);
  });

  it('never keeps a batch that is larger than all the room there is', async () => {
    const reader = await connected(hub);
    const long = 'x'.repeat(3_000_000) as never as TraceRow;
    const store = (hub as never as { options: { traces: { changedSince: unknown } } }).options.traces;
    store.changedSince = () => ({ rows: [long], omitted: 0 });
    sequence = 1;
    jest.advanceTimersByTime(BATCH_MS);

    expect(await eventOf(reader)).toMatchObject({ name: 'gap', data: { batches: 1 } });
    expect(hub.usedBytes).toBe(0);
  });

  it('lets ten in, and says to the next what to do', async () => {
    for (let count = 0; count < 10; count++) await connected(hub);

    expect(() => hub.stream(undefined)).toThrow(
      expect.objectContaining({ status: 503, message: '10 pages watch already' }),
    );
  });

  it('says goodbye to all when it is closed, and lets nobody in', async () => {
    const readers = [await connected(hub), await connected(hub)];

    hub.close();

    expect(await Promise.all(readers.map(eventOf))).toEqual(
      readers.map(() => expect.objectContaining({ name: 'bye', data: { because: 'shutdown' } })),
    );
    expect([hub.viewers, jest.getTimerCount()]).toEqual([0, 0]);
    expect(() => hub.stream(undefined)).toThrow(expect.objectContaining({ status: 503 }));
  });

  it('cuts off who does not read a moment after its end', async () => {
    const silent = hub.stream(undefined);
    hub.close();
    expect(silent.signal!.aborted).toBe(false);

    jest.advanceTimersByTime(200);

    expect([silent.signal!.aborted, hub.viewers, jest.getTimerCount()]).toEqual([true, 0, 0]);
  });

  it('ends when the recorder has switched itself off', async () => {
    const reader = await connected(hub);
    isOn = false;
    jest.advanceTimersByTime(BATCH_MS);

    expect(await eventOf(reader)).toMatchObject({ name: 'bye', data: { because: 'recorder off' } });
  });
});

interface Reader {
  next(): Promise<IteratorResult<string>>;
  return(): Promise<unknown>;
}

/** Has read the greeting. */
async function connected(hub: LiveHub, lastEventId?: string): Promise<Reader> {
  const reader = hub.stream(lastEventId)[Symbol.asyncIterator]() as Reader;
  expect(await eventOf(reader)).toMatchObject({ name: 'hello' });
  return reader;
}

async function batchOf(reader: Reader): Promise<LiveBatch & { readonly logs: readonly LogRow[] }> {
  const { name, data } = await eventOf(reader);
  expect(name).toBe('batch');
  return data as LiveBatch;
}

async function eventOf(reader: Reader): Promise<{ id: string; name: string; data: unknown }> {
  const text = (await reader.next()).value as string;
  const [, id, name, data] = /^id: (.*)\nevent: (.*)\ndata: (.*)\n\n$/.exec(text)!;
  return { id: id!, name: name!, data: JSON.parse(data!) };
}
