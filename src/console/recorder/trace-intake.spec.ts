import { finishedSpan, traceIdOf, type SpanSpec } from '../../../test/support/recorded-spans.js';
import { TraceIntake } from './trace-intake.js';
import { TraceStore } from './trace-store.js';

let chosen: (traceId: string) => boolean;
let counted: number;
let store: TraceStore;
let intake: TraceIntake;

beforeEach(() => {
  chosen = () => false;
  counted = 0;
  store = new TraceStore({ maxBytes: 2 ** 23, maxTraces: 100, maxSpansPerTrace: 50 });
  intake = new TraceIntake({ store, rate: { count: () => void counted++, keeps: (traceId) => chosen(traceId) } });
});

function addAll(specs: readonly SpanSpec[]): void {
  for (const spec of specs) intake.add(finishedSpan(spec));
}

/** Numbers of traces with how many spans of each are in the store. */
function kept(): Record<string, number> {
  return Object.fromEntries(store.all().map(({ traceId, spans }) => [Number(traceId), spans.length]));
}

it('What is chosen goes into the store as it comes', () => {
  chosen = (traceId) => traceId === traceIdOf(1);
  addAll([
    { traceId: '1', spanId: '2', parentId: '1' },
    { traceId: '2', spanId: '4', parentId: '3' },
  ]);

  expect([kept(), counted]).toEqual([{ 1: 1 }, 0]);
});

it('What is not chosen waits for its root, and goes with it', () => {
  addAll([
    { traceId: '9', name: 'GET /a', toMs: 50 },
    { traceId: '1', spanId: '2', parentId: '1' },
    { traceId: '1', spanId: '1', name: 'GET /a', toMs: 9 },
  ]);

  expect([kept(), intake.passedOverCount, counted]).toEqual([{ 9: 1 }, 1, 2]);
});

it('Traces whose spans come in turns wait apart, and each goes with its own root', () => {
  addAll([
    { traceId: '9', name: 'GET /a', toMs: 50 },
    { traceId: '1', spanId: '2', parentId: '1' },
    { traceId: '2', spanId: '4', parentId: '3', error: 'no' },
    { traceId: '1', spanId: '5', parentId: '1' },
    { traceId: '2', spanId: '3', name: 'GET /a', toMs: 9 },
    { traceId: '1', spanId: '1', name: 'GET /a', toMs: 60 },
  ]);

  expect([kept(), intake.passedOverCount]).toEqual([{ 9: 1, 1: 3, 2: 2 }, 0]);
});

it('A trace with a failure anywhere, and the slowest of a name, are kept whole', () => {
  addAll([
    { traceId: '9', name: 'GET /a', toMs: 50 },
    { traceId: '1', spanId: '2', parentId: '1', error: 'no' },
    { traceId: '1', spanId: '1', name: 'GET /a', toMs: 9 },
    { traceId: '2', spanId: '4', parentId: '3' },
    { traceId: '2', spanId: '3', name: 'GET /a', toMs: 60 },
    { traceId: '3', spanId: '6', name: 'GET /a', toMs: 60 },
  ]);

  expect([kept(), intake.passedOverCount]).toEqual([{ 9: 1, 1: 2, 2: 2 }, 1]);
});

it('What waits is kept once somebody looks, and what comes late for a kept trace joins it', () => {
  addAll([
    { traceId: '9', name: 'GET /a', toMs: 50 },
    { traceId: '1', spanId: '2', parentId: '1' },
  ]);
  chosen = () => true;
  addAll([{ traceId: '1', spanId: '1', name: 'GET /a', toMs: 9 }]);
  chosen = () => false;
  addAll([{ traceId: '1', spanId: '3', parentId: '1' }]);

  expect(kept()).toEqual({ 9: 1, 1: 3 });
});

it('No more than two thousand spans wait: the oldest is decided about without its root', () => {
  addAll([{ traceId: '5000', spanId: '2', parentId: '1', error: 'no' }]);
  for (let trace = 1; trace <= 2_001; trace++) addAll([{ traceId: `${trace}`, spanId: '2', parentId: '1' }]);

  expect([kept(), intake.passedOverCount]).toEqual([{ 5000: 1 }, 1]);
});
