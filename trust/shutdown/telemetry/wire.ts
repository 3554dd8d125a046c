/** Protobuf's wire format, as far as OTLP needs it: a message as lists of fields by number. https://protobuf.dev/programming-guides/encoding */

const VARINT = 0;
const FIXED_64 = 1;
const WITH_LENGTH = 2;
const FIXED_32 = 5;

export class WireMessage {
  private readonly numbers = new Map<number, number>();
  private readonly contents = new Map<number, Buffer[]>();
  private position = 0;

  constructor(private readonly bytes: Buffer) {
    while (this.position < bytes.length) this.readField();
  }

  messages(field: number): WireMessage[] {
    return (this.contents.get(field) ?? []).map((content) => new WireMessage(content));
  }

  /** Undefined when it is not there, which is also how protobuf writes an empty one. */
  message(field: number): WireMessage | undefined {
    return this.messages(field).at(-1);
  }

  text(field: number): string {
    return this.contents.get(field)?.at(-1)?.toString('utf8') ?? '';
  }

  /** A varint; 0 when it is not there. */
  number(field: number): number {
    return this.numbers.get(field) ?? 0;
  }

  /** Eight bytes; undefined when they are not there. */
  fixed64(field: number): Buffer | undefined {
    return this.contents.get(field)?.at(-1);
  }

  private readField(): void {
    const tag = this.varint();
    const [field, wireType] = [Math.floor(tag / 8), tag % 8];
    if (wireType === VARINT) this.numbers.set(field, this.varint());
    else if (wireType === FIXED_64) this.keep(field, 8);
    else if (wireType === FIXED_32) this.keep(field, 4);
    else if (wireType === WITH_LENGTH) this.keep(field, this.varint());
    else throw new Error(`not protobuf: wire type ${wireType} at byte ${this.position}`);
  }

  private keep(field: number, length: number): void {
    const content = this.bytes.subarray(this.position, this.position + length);
    this.position += length;
    const known = this.contents.get(field);
    if (known === undefined) this.contents.set(field, [content]);
    else known.push(content);
  }

  /** Exact up to 2^53, which is enough for tags, lengths and kinds. */
  private varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.position++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
}
