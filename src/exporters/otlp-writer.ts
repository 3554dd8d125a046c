/**
 * The kinds of fields that OTLP's messages share, with attributes as KeyValue and AnyValue by the field numbers of
 * https://github.com/open-telemetry/opentelemetry-proto/blob/v1.7.0/opentelemetry/proto/common/v1/common.proto.
 * Zeros and empty texts are left out: proto3 reads what is absent as such.
 */
import type { HrTime } from '@opentelemetry/api';
import { fixed64Field, lengthField, ProtobufWriter, varintField, varintSize } from './protobuf-writer.js';

const KEY = lengthField(1);
const VALUE = lengthField(2);
const STRING_VALUE = lengthField(1);
const BOOL_VALUE = varintField(2);
const INT_VALUE = varintField(3);
const DOUBLE_VALUE = fixed64Field(4);
const ARRAY_VALUE = lengthField(5);
const KVLIST_VALUE = lengthField(6);
const BYTES_VALUE = lengthField(7);
/** Of ArrayValue and of KeyValueList. */
const VALUES = lengthField(1);

const INT64_END = 2 ** 63;
const NS_PER_S = 1e9;
const TWO_POW_16 = 0x1_0000;
const TWO_POW_32 = 0x1_0000_0000;

export class OtlpWriter extends ProtobufWriter {
  constructor(private readonly knownKeys: KnownKeys) {
    super();
  }

  text(tag: number, text: string | undefined): void {
    if (!text) return;
    this.byte(tag);
    this.string(text);
  }

  count(tag: number, count: number | undefined): void {
    if (!count) return;
    this.byte(tag);
    this.varint(count);
  }

  /** Nanoseconds since the epoch are above 2^53: halves of the seconds are multiplied, and carried by hand. */
  time(tag: number, [seconds, nanoseconds]: HrTime): void {
    const upper = Math.floor(seconds / TWO_POW_16) * NS_PER_S;
    const lower = (seconds & 0xffff) * NS_PER_S + nanoseconds + (upper % TWO_POW_16) * TWO_POW_16;
    this.byte(tag);
    this.fixed64(Math.floor(upper / TWO_POW_16) + Math.floor(lower / TWO_POW_32), lower);
  }

  attributes(tag: number, attributes: object | undefined): void {
    for (const name in attributes) {
      if (!Object.hasOwn(attributes, name)) continue;
      this.byte(tag);
      this.attribute(this.knownKeys.fieldOf(name), (attributes as Record<string, unknown>)[name]);
    }
  }

  private attribute(key: Uint8Array, value: unknown): void {
    if (typeof value === 'string') return this.textAttribute(key, value);
    const start = this.begin();
    this.raw(key);
    this.anyValue(value);
    this.finish(start);
  }

  /** By far the most frequent kind: taken for ASCII, whose lengths are known, and written once more where it is not. */
  private textAttribute(key: Uint8Array, value: string): void {
    const start = this.position;
    this.textHead(key, value.length);
    const size = this.utf8(value);
    if (size === value.length) return;
    this.rewind(start);
    this.textHead(key, size);
    this.utf8(value);
  }

  private textHead(key: Uint8Array, textSize: number): void {
    const valueSize = 1 + varintSize(textSize) + textSize;
    this.varint(key.length + varintSize(valueSize) + valueSize);
    this.raw(key);
    this.varint(valueSize);
    this.byte(STRING_VALUE);
    this.varint(textSize);
  }

  /** Empty for what OTLP cannot say: null, undefined, a function, a bigint. */
  private anyValue(value: unknown): void {
    const start = this.begin();
    if (typeof value === 'number') this.number(value);
    else if (typeof value === 'string') {
      this.byte(STRING_VALUE);
      this.string(value);
    } else if (typeof value === 'boolean') {
      this.byte(BOOL_VALUE);
      this.byte(value ? 1 : 0);
    } else if (typeof value === 'object' && value !== null) this.composite(value);
    this.finish(start);
  }

  /** Integers as far as int64 goes, also above 2^53; everything else is a double. */
  private number(value: number): void {
    if (Number.isInteger(value) && value >= -INT64_END && value < INT64_END) {
      this.byte(INT_VALUE);
      this.varint(value);
    } else {
      this.byte(DOUBLE_VALUE);
      this.double(value);
    }
  }

  private composite(value: object): void {
    if (value instanceof Uint8Array) {
      this.byte(BYTES_VALUE);
      this.varint(value.length);
      return this.raw(value);
    }
    this.byte(Array.isArray(value) ? ARRAY_VALUE : KVLIST_VALUE);
    const start = this.begin();
    if (Array.isArray(value)) this.items(value);
    else this.attributes(VALUES, value);
    this.finish(start);
  }

  // By index, since holes count, too.
  private items(values: readonly unknown[]): void {
    for (let index = 0; index < values.length; index++) {
      this.byte(VALUES);
      this.anyValue(values[index]);
    }
  }
}

// Applications have some dozens of attribute names; one that makes them up as it goes must not fill the memory.
const MAX_KNOWN_KEYS = 1000;

/** What stands before the value of attributes whose name was seen before: the whole key field, and the value's tag. */
export class KnownKeys {
  private readonly fields = new Map<string, Uint8Array>();
  private readonly writer = new ProtobufWriter();

  fieldOf(name: string): Uint8Array {
    return this.fields.get(name) ?? this.make(name);
  }

  private make(name: string): Uint8Array {
    this.writer.rewind(0);
    this.writer.byte(KEY);
    this.writer.string(name);
    this.writer.byte(VALUE);
    const field = new Uint8Array(this.writer.view());
    if (this.fields.size < MAX_KNOWN_KEYS) this.fields.set(name, field);
    return field;
  }
}
