import { SIZE_BUCKETS_BYTES } from './metric-definition.js';

it('sizes are told apart in powers of four, from 64 bytes to 64 megabytes', () => {
  expect(SIZE_BUCKETS_BYTES).toEqual(Array.from({ length: 11 }, (_, power) => 64 * 4 ** power));
});
