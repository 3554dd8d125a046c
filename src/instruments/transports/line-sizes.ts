/** Bytes of each line in a stream of chunks, the line break left out. Keeps a number, never what was said. */

const LINE_BREAK = 10;

export class LineSizes {
  private bytes = 0;

  constructor(private readonly told: (bytes: number) => void) {}

  /** A chunk as streams take it; the end of a stream and whatever else is no chunk is passed over. */
  take(chunk: unknown, encoding: unknown): void {
    if (typeof chunk === 'string') this.add(Buffer.from(chunk, encodingOf(encoding)));
    else if (chunk instanceof Uint8Array) this.add(chunk);
  }

  private add(chunk: Uint8Array): void {
    let from = 0;
    for (let at = chunk.indexOf(LINE_BREAK); at >= 0; at = chunk.indexOf(LINE_BREAK, from)) {
      this.told(this.bytes + at - from);
      this.bytes = 0;
      from = at + 1;
    }
    this.bytes += chunk.length - from;
  }
}

function encodingOf(encoding: unknown): BufferEncoding {
  return typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8';
}
