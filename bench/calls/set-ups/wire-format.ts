/** Just enough of protobuf's wire format to count nested messages. */

/** How many messages stand at `path`, given as field numbers from the outside in. */
export function countNested(message: Buffer, [field, ...inner]: readonly number[]): number {
  let count = 0;
  for (const [number, content] of fieldsOf(message)) {
    if (number === field) count += inner.length === 0 ? 1 : countNested(content, inner);
  }
  return count;
}

/** Number and content of each length-delimited field. */
function* fieldsOf(message: Buffer): Generator<readonly [number: number, content: Buffer]> {
  let offset = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[offset++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (offset < message.length) {
    const key = varint();
    const type = key & 7;
    if (type === 0) varint();
    else if (type === 1) offset += 8;
    else if (type === 5) offset += 4;
    else if (type === 2) {
      const end = varint() + offset;
      yield [key >>> 3, message.subarray(offset, end)];
      offset = end;
    } else throw new Error(`no such wire type: ${type}`);
  }
}
