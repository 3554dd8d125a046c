import { isValidSpanId, isValidTraceId } from '@opentelemetry/api';
import { randomSpanId, randomTraceId } from './random-ids.js';

const MANY = 10_000;

it('makes valid ids that do not repeat', () => {
  const spanIds = new Set(Array.from({ length: MANY }, randomSpanId));
  const traceIds = new Set(Array.from({ length: MANY }, randomTraceId));

  expect([spanIds.size, traceIds.size]).toEqual([MANY, MANY]);
  expect([...spanIds].every(isValidSpanId) && [...traceIds].every(isValidTraceId)).toBe(true);
});

it('uses every digit in every place', () => {
  const ids = Array.from({ length: MANY }, randomTraceId);

  const digitsByPlace = Array.from({ length: 32 }, (_, place) => new Set(ids.map((id) => id[place])).size);
  expect(digitsByPlace).toEqual(Array(32).fill(16));
});

it.each([0, 1 - Number.EPSILON])('makes valid ids when the random number is %d', (extreme) => {
  const random = jest.spyOn(Math, 'random').mockReturnValue(extreme);
  const ids = [randomSpanId(), randomTraceId()];
  random.mockRestore();

  expect([isValidSpanId(ids[0]!), isValidTraceId(ids[1]!)]).toEqual([true, true]);
});
