/** The beginning of a compressed body, also where its end is missing, and never more of it than was asked for. */
import { brotliDecompressSync, constants, gunzipSync, inflateSync } from 'node:zlib';

export interface Plain {
  readonly data: Buffer;
  /** There was more. */
  readonly isCut: boolean;
}

type Unpack = (data: Buffer, maxOutputLength: number) => Buffer;

// What was cut off ends without the marks of an end.
const gunzip: Unpack = (data, maxOutputLength) =>
  gunzipSync(data, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
const inflate: Unpack = (data, maxOutputLength) =>
  inflateSync(data, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
const brotli: Unpack = (data, maxOutputLength) =>
  brotliDecompressSync(data, { maxOutputLength, finishFlush: constants.BROTLI_OPERATION_FLUSH });

const UNPACKERS: ReadonlyMap<string, Unpack> = new Map([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', inflate],
  ['br', brotli],
]);

/** How much more may come out than is kept, before less is put in. */
const SLACK = 16;

/** Undefined where the encoding is unknown, or what it is said to be it is not. */
export function decompress(data: Buffer, contentEncoding: string | undefined, maxBytes: number): Plain | undefined {
  const encoding = (contentEncoding ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return shortened(data, false, maxBytes);
  const unpack = UNPACKERS.get(encoding);
  return unpack && unpackStart(data, unpack, maxBytes);
}

function unpackStart(data: Buffer, unpack: Unpack, maxBytes: number): Plain | undefined {
  for (let length = data.length; length > 0; length = Math.floor(length / 2)) {
    try {
      return shortened(unpack(data.subarray(0, length), maxBytes * SLACK), length < data.length, maxBytes);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ERR_BUFFER_TOO_LARGE') return undefined;
    }
  }
  return { data: Buffer.alloc(0), isCut: true };
}

function shortened(data: Buffer, isCut: boolean, maxBytes: number): Plain {
  return { data: data.subarray(0, maxBytes), isCut: isCut || data.length > maxBytes };
}
