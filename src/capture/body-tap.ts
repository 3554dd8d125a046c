/** Looks on while a body passes: counts its bytes and copies the beginning, within a limit for all bodies together. */

/** Bytes that may be held for exchanges under way. */
export class ByteBudget {
  private taken = 0;

  constructor(private readonly maxBytes: number) {}

  take(bytes: number): boolean {
    if (this.taken + bytes > this.maxBytes) return false;
    this.taken += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.taken -= bytes;
  }
}

export class BodyTap {
  /** Everything that has passed. */
  bytes = 0;
  /** There was no room for all that should have been kept. */
  isOverBudget = false;
  private isClosed = false;
  private keptBytes = 0;
  private readonly kept: Buffer[] = [];

  constructor(
    private readonly maxBytes: number,
    private readonly budget: ByteBudget,
  ) {}

  /** Whether something is missing from the content. */
  get isCut(): boolean {
    return this.bytes > this.keptBytes;
  }

  /** What streams are given; anything else they refuse themselves. */
  add(chunk: unknown, encoding: unknown): void {
    if (this.isClosed) return;
    if (typeof chunk === 'string') this.addText(chunk, isEncoding(encoding) ? encoding : 'utf8');
    else if (chunk instanceof Uint8Array) this.addBytes(chunk, chunk.byteLength);
  }

  content(): Buffer {
    return Buffer.concat(this.kept);
  }

  /** Holds nothing from now on, and looks no more. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.budget.giveBack(this.keptBytes);
    this.kept.length = 0;
  }

  private addText(text: string, encoding: BufferEncoding): void {
    // No character is less than a byte, or half of one in hexadecimal.
    const start = Buffer.from(text.slice(0, this.room() * 2), encoding);
    this.addBytes(start, Buffer.byteLength(text, encoding));
  }

  private addBytes(start: Uint8Array, bytes: number): void {
    this.bytes += bytes;
    const length = Math.min(start.byteLength, this.room());
    if (length === 0) return;
    if (!this.budget.take(length)) {
      this.isOverBudget = true;
      return;
    }
    // A copy: whoever wrote it may use its memory again.
    this.kept.push(Buffer.from(start.subarray(0, length)));
    this.keptBytes += length;
  }

  /** A gap in the middle would make nonsense of the rest. */
  private room(): number {
    return this.isOverBudget ? 0 : this.maxBytes - this.keptBytes;
  }
}

function isEncoding(encoding: unknown): encoding is BufferEncoding {
  return typeof encoding === 'string' && Buffer.isEncoding(encoding);
}
