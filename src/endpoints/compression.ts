/** gzip at its fastest level, on zlib's threads and never on the event loop. */
import { promisify } from 'node:util';
import { createGzip, gzip as gzipWithCallback, type Gzip } from 'node:zlib';

/** Smaller bodies cost more to compress than to send. */
export const GZIP_ABOVE_BYTES = 32_768;

const FASTEST = { level: 1 };
const gzipAsync = promisify(gzipWithCallback);

export function gzip(bytes: Uint8Array): Promise<Buffer> {
  return gzipAsync(bytes, FASTEST);
}

export function gzipStream(): Gzip {
  return createGzip(FASTEST);
}

/** Whether an `Accept-Encoding` header takes gzip, by RFC 9110 section 12.5.3; a named coding beats `*`. */
export function acceptsGzip(acceptEncoding: string | string[] | undefined): boolean {
  const offers = String(acceptEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map(readOffer);
  const offer = offers.find(({ coding }) => coding === 'gzip') ?? offers.find(({ coding }) => coding === '*');
  return offer !== undefined && offer.quality > 0;
}

function readOffer(text: string): { coding: string; quality: number } {
  const [coding, ...parameters] = text.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { coding: coding!, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
}
