/**
 * Protobuf's wire format (https://protobuf.dev/programming-guides/encoding), written into one buffer that grows. A message
 * begins with room for its length, which is filled in when it is finished: no object tree, no pass to measure it.
 */
const INITIAL_SIZE_BYTES = 16 * 1024;
const MAX_VARINT_BYTES = 10;
const TWO_POW_32 = 0x1_0000_0000;
// Above it Node's native writer is faster than a loop, below it the call costs more than the work.
const MAX_LOOPED_UNITS = 32;
const MAX_BYTES_PER_UNIT = 3;
const NOT_ASCII = -1;

/** What follows a field's number. */
const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** A field's key byte; fields from 16 on have two and are written as a varint. */
export const varintField = (field: number): number => (field << 3) | VARINT;
export const fixed64Field = (field: number): number => (field << 3) | FIXED_64;
export const lengthField = (field: number): number => (field << 3) | LENGTH_DELIMITED;
export const fixed32Field = (field: number): number => (field << 3) | FIXED_32;

const nibbles = Uint8Array.from({ length: 128 }, (_, code) => Number.parseInt(String.fromCharCode(code), 16) || 0);

/** Bytes that a length or another small number takes as a varint. */
export function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

export class ProtobufWriter {
  private bytes = Buffer.allocUnsafeSlow(INITIAL_SIZE_BYTES);
  private end = 0;

  get capacity(): number {
    return this.bytes.length;
  }

  /** Bytes written so far: where the next one goes. */
  get position(): number {
    return this.end;
  }

  /** Forgets what was written after `position`. */
  rewind(position: number): void {
    this.end = position;
  }

  /** A view of what was written, valid until the next write. */
  view(start = 0, end = this.end): Uint8Array {
    return this.bytes.subarray(start, end);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.end++] = value;
  }

  /** An integer in the range of int64; a negative one takes ten bytes. */
  varint(value: number): void {
    if (value >= 0 && value < 0x80) return this.byte(value);
    this.reserve(MAX_VARINT_BYTES);
    let low = value >>> 0;
    let high = low === value ? 0 : Math.floor(value / TWO_POW_32) >>> 0;
    while (high > 0 || low > 0x7f) {
      this.bytes[this.end++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.bytes[this.end++] = low;
  }

  fixed32(value: number): void {
    this.reserve(4);
    const { bytes } = this;
    bytes[this.end++] = value;
    bytes[this.end++] = value >>> 8;
    bytes[this.end++] = value >>> 16;
    bytes[this.end++] = value >>> 24;
  }

  /** Two halves of 32 bits. */
  fixed64(high: number, low: number): void {
    this.fixed32(low);
    this.fixed32(high);
  }

  double(value: number): void {
    this.reserve(8);
    this.end = this.bytes.writeDoubleLE(value, this.end);
  }

  /** Bytes as they are, without their length. */
  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.end);
    this.end += bytes.length;
  }

  /** Length, then the bytes that the hexadecimal digits stand for. */
  hex(digits: string): void {
    const size = digits.length >>> 1;
    this.varint(size);
    this.reserve(size);
    const { bytes } = this;
    for (let index = 0; index < digits.length; index += 2) {
      bytes[this.end++] = (nibbles[digits.charCodeAt(index)]! << 4) | nibbles[digits.charCodeAt(index + 1)]!;
    }
  }

  /** Length, then UTF-8. */
  string(text: string): void {
    const lengthBytes = varintSize(text.length);
    const start = this.begin(lengthBytes);
    this.utf8(text);
    this.finish(start, lengthBytes);
  }

  /** UTF-8 without its length; returns how many bytes it took. A lone surrogate becomes U+FFFD. */
  utf8(text: string): number {
    this.reserve(text.length * MAX_BYTES_PER_UNIT);
    const size = text.length > MAX_LOOPED_UNITS ? NOT_ASCII : this.ascii(text);
    const written = size === NOT_ASCII ? this.bytes.write(text, this.end) : size;
    this.end += written;
    return written;
  }

  /** Begins a message of unknown length; `finish` takes what is returned. */
  begin(lengthBytes = 1): number {
    this.reserve(lengthBytes);
    this.end += lengthBytes;
    return this.end;
  }

  finish(start: number, lengthBytes = 1): void {
    const length = this.end - start;
    const shift = varintSize(length) - lengthBytes;
    if (shift !== 0) this.shift(start, shift);
    const end = this.end;
    this.end = start - lengthBytes;
    this.varint(length);
    this.end = end;
  }

  private ascii(text: string): number {
    const { bytes, end } = this;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f) return NOT_ASCII;
      bytes[end + index] = unit;
    }
    return text.length;
  }

  private shift(start: number, by: number): void {
    this.reserve(Math.max(0, by));
    this.bytes.copyWithin(start + by, start, this.end);
    this.end += by;
  }

  private reserve(size: number): void {
    if (this.end + size > this.bytes.length) this.grow(this.end + size);
  }

  private grow(neededBytes: number): void {
    const { bytes } = this;
    this.bytes = Buffer.allocUnsafeSlow(Math.max(neededBytes, bytes.length * 2));
    bytes.copy(this.bytes, 0, 0, this.end);
  }
}
