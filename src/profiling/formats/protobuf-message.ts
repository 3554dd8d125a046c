/**
 * Protobuf's wire format (https://protobuf.dev/programming-guides/encoding), as little of it as a profile needs. A profile is
 * written when somebody asks for it, not per request: small before fast.
 */
const VARINT = 0;
const LENGTH_DELIMITED = 2;

export class ProtobufMessage {
  private readonly parts: Uint8Array[] = [];

  /** An integer from 0 on; zero is left out, as proto3 reads what is absent. */
  integer(field: number, value: number | bigint): this {
    if (Number(value) !== 0) this.parts.push(varint((field << 3) | VARINT), varint(value));
    return this;
  }

  /** Packed; zeros stay. */
  integers(field: number, values: readonly number[]): this {
    return this.bytes(field, Buffer.concat(values.map(varint)));
  }

  text(field: number, text: string): this {
    return this.bytes(field, Buffer.from(text));
  }

  message(field: number, message: ProtobufMessage): this {
    return this.bytes(field, message.finish());
  }

  finish(): Buffer {
    return Buffer.concat(this.parts);
  }

  private bytes(field: number, bytes: Uint8Array): this {
    this.parts.push(varint((field << 3) | LENGTH_DELIMITED), varint(bytes.length), bytes);
    return this;
  }
}

function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(typeof value === 'number' ? Math.round(value) : value);
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
