import type { ProfileActivity } from '../../profiling/index.js';
import { ranSpans } from './ran-spans.js';

const price = { kind: 'http.server', name: 'GET /price' } as const;
const query = { kind: 'database.query', name: 'SELECT' } as const;

it('Operations that ran stand by their time, and each sample knows its own', () => {
  const activities: ProfileActivity[] = [
    { operation: price, entry: price, traceId: 'a', spanId: 'b' },
    { operation: query, entry: price },
  ];

  const { spans, samples } = ranSpans(
    { node: [1, 2, 3, 4], durationUs: [1000, 5000, 7000, 2000], activity: [0, 1, -1, 0] },
    activities,
  );

  expect(spans).toEqual([
    { ...query, route: 'GET /price', traceId: null, spanId: null, selfMs: 5 },
    { ...price, route: 'GET /price', traceId: 'a', spanId: 'b', selfMs: 3 },
  ]);
  expect(samples).toEqual({ node: [1, 2, 3, 4], durationUs: [1000, 5000, 7000, 2000], span: [1, 0, -1, 1] });
});

it('Thousands of them are one row for each name, but for those that took most', () => {
  const places = Array.from({ length: 2_500 }, (_, place) => place);
  const activities: ProfileActivity[] = places.map((place) => ({
    operation: price,
    entry: price,
    traceId: `trace ${place}`,
    spanId: 'span',
  }));

  const { spans, samples } = ranSpans(
    { node: places, durationUs: places.map((place) => place + 1), activity: places },
    activities,
  );

  expect(spans).toHaveLength(2_001);
  expect(spans[0]).toMatchObject({ traceId: 'trace 2499', selfMs: 2.5 });
  expect(spans[2_000]).toMatchObject({ ...price, traceId: null, spanId: null });
  expect(spans[2_000]!.selfMs).toBeCloseTo((500 * 501) / 2 / 1000);
  expect(samples.span[0]).toBe(2_000);
});
