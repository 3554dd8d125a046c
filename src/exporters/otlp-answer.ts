/**
 * The one thing to know of an answer to an export: how many records were refused. In all three signals' answers it is field 1 of
 * `partial_success`, which is field 1 (https://opentelemetry.io/docs/specs/otlp/#partial-success).
 */
const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** 0 for what is no such answer, too. */
export function rejectedIn(answer: Uint8Array): number {
  const partial = firstField(answer, LENGTH_DELIMITED);
  const rejected = partial === undefined ? undefined : firstField(partial.bytes, VARINT);
  return rejected?.number ?? 0;
}

interface Field {
  readonly number: number;
  readonly bytes: Uint8Array;
}

/** Field 1 where it comes first, which is where every serialiser writes it. */
function firstField(message: Uint8Array, wireType: number): Field | undefined {
  if (message[0] !== ((1 << 3) | wireType)) return undefined;
  const { value, end } = varintAt(message, 1);
  return { number: value, bytes: message.subarray(end, end + value) };
}

function varintAt(message: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let [value, weight, end] = [0, 1, start];
  while (end < message.length) {
    const byte = message[end++]!;
    value += (byte & 0x7f) * weight;
    if (byte < 0x80) break;
    weight *= 0x80;
  }
  return { value, end };
}
