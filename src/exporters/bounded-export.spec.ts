import { context } from '@opentelemetry/api';
import { Diagnostics, ensureContextManager, isTelemetrySuppressed, type Clock } from '../kernel/index.js';
import type { FinishedSpan } from '../tracing/index.js';
import { BoundedExport, type BoundedExportOptions } from './bounded-export.js';
import type { ExportResult, SpanExporterLike } from './span-exporter.js';

type Answer = (spans: FinishedSpan[], done: (result: ExportResult) => void) => void;

const OK: Answer = (_spans, done) => done({ code: 0 });
const REFUSE: Answer = (_spans, done) => done({ code: 1, error: new Error('refused') });
const HANG: Answer = () => undefined;
const SPAN = {} as FinishedSpan;

let diagnostics: Diagnostics;
let warnings: string[];
let news: string[];
let answer: Answer;
let sizes: number[];
let shutdowns: number;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['performance'] });
  [warnings, news, sizes] = [[], [], []];
  answer = OK;
  shutdowns = 0;
  diagnostics = new Diagnostics();
  diagnostics.warnThrough(
    (message) => void warnings.push(message),
    (message) => void news.push(message),
  );
});

afterEach(() => {
  jest.useRealTimers();
});

it('exports after the delay, at most one batch at a time, none within the call that ended a span', async () => {
  const bounded = exporting();
  end(bounded, 7);
  const during = [...sizes];
  await jest.advanceTimersByTimeAsync(500);

  expect([during, sizes]).toEqual([[], [5]]);
  await jest.advanceTimersByTimeAsync(1000);
  expect(sizes).toEqual([5, 2]);
  expect(bounded.exportState()).toEqual({
    exported: 7,
    dropped: 0,
    queued: 0,
    inFlight: 0,
    lastSuccessAtMs: 1_800_000_000_000,
    isFailing: false,
  });
});

it('keeps one export in flight, counts it into the bound, and drops what is above', async () => {
  answer = HANG;
  const bounded = exporting();
  end(bounded, 5);
  await jest.advanceTimersByTimeAsync(1);
  end(bounded, 20);

  expect(sizes).toEqual([5]);
  expect(bounded.exportState()).toMatchObject({ inFlight: 5, queued: 5, dropped: 15 });
  expect(dropped()).toEqual({ queue_full: 15 });
});

it('blames a full queue on an endpoint that hangs with one warning, that of the outage', async () => {
  answer = HANG;
  const bounded = exporting();
  end(bounded, 5);
  await jest.advanceTimersByTimeAsync(1);
  end(bounded, 20);
  await jest.advanceTimersByTimeAsync(2500);

  expect(warnings).toEqual([expect.stringContaining('cannot be exported')]);
});

it('blames a full queue on the load when the endpoint answers, but too slowly', async () => {
  let finish = (): void => undefined;
  answer = (_spans, done) => (finish = () => done({ code: 0 }));
  const bounded = exporting();
  end(bounded, 5);
  await jest.advanceTimersByTimeAsync(1);
  end(bounded, 20);
  finish();

  expect(warnings).toEqual([expect.stringContaining('above 10 waiting')]);
});

it('gives up an export that never answers, counts it, and goes on', async () => {
  answer = HANG;
  const bounded = exporting();
  end(bounded, 5);
  await jest.advanceTimersByTimeAsync(1 + 2000 + 200);
  answer = OK;
  end(bounded, 1);
  await jest.advanceTimersByTimeAsync(1000);

  expect(bounded.exportState()).toMatchObject({ exported: 1, dropped: 5, inFlight: 0 });
  expect(dropped()).toEqual({ export_timeout: 5 });
});

it('ignores an answer that comes after it was given up', async () => {
  let late: ((result: ExportResult) => void) | undefined;
  answer = (_spans, done) => (late = done);
  const bounded = exporting();
  end(bounded, 5);
  await jest.advanceTimersByTimeAsync(2201);
  late?.({ code: 0 });

  expect(bounded.exportState()).toMatchObject({ exported: 0, dropped: 5 });
});

it('warns once per outage and tells when it is over', async () => {
  const bounded = exporting();
  for (const next of [REFUSE, REFUSE, OK, OK, REFUSE, OK]) {
    answer = next;
    end(bounded, 1);
    await jest.advanceTimersByTimeAsync(1000);
  }

  expect(warnings).toHaveLength(2);
  expect(news).toEqual([
    'Traces are exported to http://collector again; 2 spans were dropped so far.',
    'Traces are exported to http://collector again; 3 spans were dropped so far.',
  ]);
  expect(bounded.exportState()).toMatchObject({ exported: 3, dropped: 3 });
});

it('treats an exporter that throws, and one that reports a deadline, as what they are', async () => {
  const bounded = exporting();
  for (const next of [
    thrower,
    (_spans, done) => done({ code: 1, error: Object.assign(new Error('x'), { code: 4 }) }),
  ] as Answer[]) {
    answer = next;
    end(bounded, 1);
    await jest.advanceTimersByTimeAsync(1000);
  }

  expect(dropped()).toEqual({ export_failed: 1, export_timeout: 1 });
});

it('makes a new exporter in a long outage, so that no back-off of the old one outlasts it', async () => {
  answer = REFUSE;
  let nowMs = 0;
  let made = 0;
  const clock: Clock = { now: () => nowMs, toEpochMs: (reading) => reading };
  const createExporter = () => {
    made++;
    return {
      export: (_spans: FinishedSpan[], done: (result: ExportResult) => void) => answer(_spans, done),
      shutdown: async () => void shutdowns++,
    };
  };
  const bounded = exporting({ clock, createExporter });
  const failOnceMore = async (): Promise<void> => {
    end(bounded, 1);
    await jest.advanceTimersByTimeAsync(1000);
  };

  await failOnceMore();
  expect(made).toBe(1);
  nowMs = 10_000;
  await failOnceMore();
  await failOnceMore();

  expect([made, shutdowns]).toEqual([2, 1]);
});

it('does not storm a failing endpoint: after a failure even a full batch waits for its time', async () => {
  answer = REFUSE;
  const bounded = exporting();
  end(bounded, 10);
  await jest.advanceTimersByTimeAsync(10);

  expect(sizes).toEqual([5]);
});

it('puts each span into the form of the exporter when it ends', async () => {
  const batches: string[][] = [];
  const bounded = exporting({ createExporter: () => exporterOfNames(batches) });
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) bounded.onEnd({ name } as FinishedSpan);
  const written = batches.map((batch) => [...batch]);
  await bounded.forceFlush(100);

  expect(written).toEqual([['a', 'b', 'c', 'd', 'e'], ['f']]);
  expect(sizes).toEqual([5, 1]);
});

it('loses a span alone that cannot be put into the form of the exporter, counts it and says why', async () => {
  const batches: string[][] = [];
  const bounded = exporting({ createExporter: () => exporterOfNames(batches) });
  for (const name of ['a', undefined, 'b']) bounded.onEnd({ name } as FinishedSpan);
  await bounded.forceFlush(100);

  expect(batches).toEqual([['a', 'b']]);
  expect(bounded.exportState()).toMatchObject({ exported: 2, dropped: 1, queued: 0, isFailing: false });
  expect(dropped()).toEqual({ export_failed: 1 });
  expect(warnings).toEqual([expect.stringContaining('otlp failed in onEnd: TypeError: a span without a name')]);
});

it('marks what it does as telemetry of its own', async () => {
  ensureContextManager();
  const seen: boolean[] = [];
  answer = (_spans, done) => {
    seen.push(isTelemetrySuppressed(context.active()));
    done({ code: 0 });
  };
  const bounded = exporting();
  end(bounded, 1);
  await bounded.forceFlush(100);

  expect(seen).toEqual([true]);
});

it('ends a shutdown in its bound, counts what is left, and refuses what comes later', async () => {
  answer = HANG;
  const bounded = exporting();
  end(bounded, 8);
  const over = Promise.all([bounded.shutdown(300), bounded.shutdown(300)]);
  await jest.advanceTimersByTimeAsync(300);
  await over;
  end(bounded, 1);

  expect(bounded.exportState()).toMatchObject({ exported: 0, dropped: 9, queued: 0, inFlight: 0 });
  expect(dropped()).toEqual({ shutdown: 9 });
  expect(shutdowns).toBe(1);
  expect(jest.getTimerCount()).toBe(0);
});

it('counts as exported what the receiver took of a batch, and never less than nothing', async () => {
  answer = (_spans, done) => done({ code: 0, refused: 2 });
  const bounded = exporting();
  end(bounded, 5);
  await jest.advanceTimersByTimeAsync(1);
  answer = (_spans, done) => done({ code: 0, refused: 1_000 });
  end(bounded, 5);
  await jest.advanceTimersByTimeAsync(1);

  expect(bounded.exportState()).toMatchObject({ exported: 3, dropped: 7, isFailing: false });
  expect(dropped()).toEqual({ rejected: 7 });
});

it('sends everything at shutdown when the endpoint answers', async () => {
  const bounded = exporting();
  end(bounded, 8);
  await bounded.shutdown(300);

  expect(bounded.exportState()).toMatchObject({ exported: 8, dropped: 0 });
});

const thrower: Answer = () => {
  throw new Error('serialisation');
};

function exporting(options: Partial<BoundedExportOptions> = {}): BoundedExport {
  const clock: Clock = { now: () => 0, toEpochMs: () => 1_800_000_000_000 };
  const exporter = {
    export: (spans: FinishedSpan[], done: (result: ExportResult) => void) => {
      sizes.push(spans.length);
      answer(spans, done);
    },
    shutdown: async () => void shutdowns++,
  };
  return new BoundedExport({
    createExporter: () => exporter,
    diagnostics,
    clock,
    destination: 'http://collector',
    maxQueueSize: 10,
    maxBatchSize: 5,
    scheduleDelayMs: 1000,
    exportTimeoutMs: 2000,
    ...options,
  });
}

/** Its batches are the names of their spans, added to `batches` when they are created. */
function exporterOfNames(batches: string[][]): SpanExporterLike {
  return {
    createBatch: () => {
      const names: string[] = [];
      batches.push(names);
      const push = ({ name }: FinishedSpan): void => {
        if (name === undefined) throw new TypeError('a span without a name');
        names.push(name);
      };
      return {
        push,
        get length() {
          return names.length;
        },
      };
    },
    export: ({ length }, done) => {
      sizes.push(length);
      done({ code: 0 });
    },
    shutdown: async () => undefined,
  };
}

function end(bounded: BoundedExport, count: number): void {
  for (let index = 0; index < count; index++) bounded.onEnd(SPAN);
}

function dropped(): Record<string, number> {
  return Object.fromEntries([...diagnostics.drops.values()].map(({ labels, value }) => [labels['reason'], value]));
}
