import { createHash } from 'node:crypto';
import { KeepingRate } from './keeping-rate.js';

const traceIds = Array.from({ length: 20_000 }, (_, at) => createHash('md5').update(String(at)).digest('hex'));

let isWatched: boolean;
let rate: KeepingRate;

beforeEach(() => {
  isWatched = false;
  rate = new KeepingRate({ maxTraces: 2_000, isWatched: () => isWatched });
});

function isKept(traceId: string, endedAtMs: number): boolean {
  rate.count(endedAtMs);
  return rate.keeps(traceId);
}

/** How many of so many a second are kept, second by second. */
function keptOf(perSecond: number, seconds: number): number[] {
  return Array.from({ length: seconds }, (_, second) => {
    const ended = traceIds.slice(second * perSecond, (second + 1) * perSecond);
    return ended.filter((id, at) => isKept(id, 1_000_000 + second * 1_000 + (at * 1_000) / perSecond)).length;
  });
}

it('Keeps all that memory can hold for ten seconds', () => {
  expect(keptOf(200, 5)).toEqual([200, 200, 200, 200, 200]);
});

it('Above, keeps an even share, so that memory tells of ten seconds', () => {
  const [first, ...later] = keptOf(4_000, 5);

  expect(first).toBe(4_000);
  for (const kept of later) expect(Math.abs(kept - 200)).toBeLessThan(60);
});

it('Keeps all again as soon as somebody looks, or the load is over', () => {
  keptOf(4_000, 3);
  isWatched = true;
  const watched = keptOf(4_000, 1);
  isWatched = false;
  const calm = traceIds.slice(0, 3).map((id, at) => isKept(id, 1_060_000 + at * 20_000));

  expect([watched, calm]).toEqual([[4_000], [true, true, true]]);
});

it('Decides alike about all parts of a trace', () => {
  keptOf(4_000, 3);
  const once = traceIds.slice(0, 500).map((id) => rate.keeps(id));

  expect(traceIds.slice(0, 500).map((id) => rate.keeps(id))).toEqual(once);
  expect(new Set(once)).toEqual(new Set([true, false]));
});
