import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { decompress } from './decompress.js';

const TEXT = Array.from(
  { length: 400 },
  (_, index) => `line ${index} of ${Math.imul(index, 2_654_435_761) >>> 0}`,
).join('\n');
const WAYS = [
  ['gzip', gzipSync],
  ['X-GZIP', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['identity', (data: Buffer) => data],
] as const;

describe.each(WAYS)('%s', (encoding, compress) => {
  const packed = compress(Buffer.from(TEXT));

  it('is undone', () => {
    expect(decompress(packed, encoding, 100_000)).toEqual({ data: Buffer.from(TEXT), isCut: false });
  });

  it('is undone as far as it goes where the end is missing, and no farther than asked', () => {
    const [start, short] = [packed.subarray(0, packed.length / 2), 1000];
    const plain = decompress(start, encoding, 100_000)!.data.toString();

    expect(plain.length).toBeGreaterThan(TEXT.length / 10);
    expect(TEXT.startsWith(plain)).toBe(true);
    expect(decompress(packed, encoding, short)).toEqual({ data: Buffer.from(TEXT.slice(0, short)), isCut: true });
  });
});

it('does not unpack a bomb', () => {
  const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, 'a'));

  const plain = decompress(bomb, 'gzip', 1000);

  expect(plain?.isCut).toBe(true);
  expect(plain?.data.length).toBeLessThanOrEqual(1000);
});

it.each([
  [Buffer.from('no gzip at all'), 'gzip'],
  [Buffer.from('x'), 'snappy'],
  [gzipSync('x'), 'gzip, br'],
])('gives up on what is not what it is said to be', (data, encoding) => {
  expect(decompress(data, encoding, 1000)).toBeUndefined();
});
